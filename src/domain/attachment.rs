//! A photograph or a paper that an inspector attached: a file of the object store, named `sha256:<digest>.<format>` where evidence is named.

use super::ids::Digest;
use std::fmt;
use std::str::FromStr;

/// What may be attached, known by its first bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[allow(missing_docs)]
pub enum Format {
    Jpeg,
    Png,
    Webp,
    Heic,
    Pdf,
}

impl Format {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Jpeg, Self::Png, Self::Webp, Self::Heic, Self::Pdf];
    /// Bytes that tell one from another.
    pub const TOLD_BY: u64 = 12;

    /// The format of a file that begins so.
    pub fn of(content: &[u8]) -> Option<Self> {
        let heif = [&b"heic"[..], b"heix", b"mif1", b"msf1", b"hevc"];
        let brand = content.get(8..12).unwrap_or_default();
        match content {
            [0xff, 0xd8, 0xff, ..] => Some(Self::Jpeg),
            [0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1a, b'\n', ..] => Some(Self::Png),
            [b'R', b'I', b'F', b'F', ..] if brand == b"WEBP" => Some(Self::Webp),
            [_, _, _, _, b'f', b't', b'y', b'p', ..] if heif.contains(&brand) => Some(Self::Heic),
            [b'%', b'P', b'D', b'F', b'-', ..] => Some(Self::Pdf),
            _ => None,
        }
    }

    /// The end of its files' names.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Jpeg => "jpg",
            Self::Png => "png",
            Self::Webp => "webp",
            Self::Heic => "heic",
            Self::Pdf => "pdf",
        }
    }

    /// Its media type.
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
            Self::Webp => "image/webp",
            Self::Heic => "image/heic",
            Self::Pdf => "application/pdf",
        }
    }

    /// Whether browsers show it as a picture.
    pub fn is_picture(self) -> bool {
        matches!(self, Self::Jpeg | Self::Png | Self::Webp)
    }
}

/// One file.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Attachment {
    /// Its name in the object store.
    pub sha256: Digest,
    /// What it is.
    pub format: Format,
}

impl Attachment {
    /// The name of its address: `<digest>.<format>`.
    pub fn file_name(&self) -> String {
        format!("{}.{}", self.sha256, self.format.as_str())
    }

    /// The name as people read it: the beginning of the digest is enough to tell files apart.
    pub fn short(&self) -> String {
        format!("{}….{}", self.sha256.as_str().get(..12).unwrap_or_default(), self.format.as_str())
    }
}

impl fmt::Display for Attachment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "sha256:{}", self.file_name())
    }
}

impl FromStr for Attachment {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, String> {
        let parts = text.strip_prefix("sha256:").unwrap_or(text).split_once('.');
        let read = parts.and_then(|(sha256, end)| {
            let format = Format::ALL.into_iter().find(|format| format.as_str() == end)?;
            Some(Self { sha256: sha256.parse().ok()?, format })
        });
        read.ok_or_else(|| format!("'{text}' names no attached file: sha256:<digest>.<jpg, png, webp, heic or pdf>"))
    }
}
