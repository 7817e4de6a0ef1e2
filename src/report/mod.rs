//! The scorecard on paper: one content (`paper`), several forms. None of them cuts anything off.

pub mod html;
pub mod paper;
pub mod pdf;
pub mod table;
pub mod text;
pub mod xlsx;

/// Why a paper could not be made.
#[derive(Debug, thiserror::Error)]
pub enum ReportError {
    /// No font with Chinese characters was found.
    #[error(
        "no font with Chinese characters on this machine: install one (Debian: apt-get install fonts-noto-cjk) or name a .ttf, .otf or .ttc file in PLUMBLINE_FONT"
    )]
    NoFont,
    /// The font named is none.
    #[error(
        "'{0}' is no font that can be used: name a .ttf, .otf or .ttc file with Chinese characters in PLUMBLINE_FONT"
    )]
    BadFont(String),
    /// The PDF writer refused.
    #[error("the PDF could not be written ({0}): choose --format html and print it from a browser")]
    Pdf(String),
    /// The workbook writer refused.
    #[error("the workbook could not be written ({0}): choose --format json or html")]
    Xlsx(#[from] rust_xlsxwriter::XlsxError),
}
