//! Original files and transcripts, each under the sha256 of its content: written once, never changed, checked when read.

use super::error::StoreError;
use crate::domain::ids::Digest;
use object_store::path::Path;
use object_store::{ObjectStore, ObjectStoreExt, PutMode, PutOptions, PutPayload};
use std::future::Future;
use std::ops::Range;
use std::sync::Arc;
use tokio::runtime::Runtime;

/// A cheap handle on the object store.
#[derive(Clone)]
pub struct Objects {
    store: Arc<dyn ObjectStore>,
    runtime: Arc<Background>,
}

/// A small runtime of our own, so that callers may block. Left to itself when dropped: a server must not wait for it.
struct Background(Option<Runtime>);

impl Drop for Background {
    fn drop(&mut self) {
        if let Some(runtime) = self.0.take() {
            runtime.shutdown_background();
        }
    }
}

impl Objects {
    /// Opens `file:///folder` (made where absent) or, with the feature `s3`, `s3://bucket/prefix`.
    pub fn open(url: &str) -> Result<Self, StoreError> {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(1)
            .max_blocking_threads(4)
            .thread_name("objects")
            .enable_all()
            .build()
            .map_err(|error| refused(url, error))?;
        let parsed = url::Url::parse(url).map_err(|error| refused(url, error))?;
        let store = match parsed.scheme() {
            "file" => folder(&parsed)?,
            "s3" => bucket(&parsed)?,
            _ => return Err(refused(url, "write file:///folder or s3://bucket/prefix")),
        };
        Ok(Self { store, runtime: Arc::new(Background(Some(runtime))) })
    }

    /// Keeps `content` and gives its name. What is there already is left as it is.
    pub fn put(&self, content: &[u8]) -> Result<Digest, StoreError> {
        let digest = Digest::of(content);
        let path = place(&digest);
        let known = match self.block_on(self.store.head(&path)) {
            Ok(meta) => Some(meta.size),
            Err(object_store::Error::NotFound { .. }) => None,
            Err(error) => return Err(error.into()),
        };
        if let Some(size) = known {
            return if size == content.len() as u64 { Ok(digest) } else { Err(StoreError::ObjectAltered(digest)) };
        }
        let payload = PutPayload::from(content.to_vec());
        let options = PutOptions { mode: PutMode::Create, ..PutOptions::default() };
        match self.block_on(self.store.put_opts(&path, payload, options)) {
            Ok(_) | Err(object_store::Error::AlreadyExists { .. }) => Ok(digest),
            Err(error) => Err(error.into()),
        }
    }

    /// The content of that name, checked against it.
    pub fn get(&self, digest: &Digest) -> Result<Vec<u8>, StoreError> {
        let path = place(digest);
        let content = self.block_on(async { self.store.get(&path).await?.bytes().await });
        let content = content.map_err(|error| missing(error, digest))?.to_vec();
        if Digest::of(&content) == *digest { Ok(content) } else { Err(StoreError::ObjectAltered(digest.clone())) }
    }

    /// Bytes `range` of the content of that name, unchecked: who asks for a part has the part's own digest.
    pub fn range(&self, digest: &Digest, range: Range<u64>) -> Result<Vec<u8>, StoreError> {
        let path = place(digest);
        let content = self.block_on(self.store.get_range(&path, range));
        Ok(content.map_err(|error| missing(error, digest))?.to_vec())
    }

    /// Whether the store answers.
    pub fn ready(&self) -> Result<(), StoreError> {
        match self.block_on(self.store.head(&place(&Digest::of(b"")))) {
            Ok(_) | Err(object_store::Error::NotFound { .. }) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }

    fn block_on<T>(&self, work: impl Future<Output = T>) -> T {
        self.runtime.0.as_ref().expect("the runtime lives as long as its owner").block_on(work)
    }
}

/// `ab/ab12…`: folders of a bearable size.
fn place(digest: &Digest) -> Path {
    let name = digest.as_str();
    Path::from_iter([&name[..2], name])
}

fn missing(error: object_store::Error, digest: &Digest) -> StoreError {
    match error {
        object_store::Error::NotFound { .. } => StoreError::ObjectMissing(digest.clone()),
        error => error.into(),
    }
}

fn refused(url: impl std::fmt::Display, reason: impl std::fmt::Display) -> StoreError {
    StoreError::ObjectsUrl { url: url.to_string(), reason: reason.to_string() }
}

/// A local folder; files and folders are synced before `put` answers, as a hand-in is acknowledged after it.
fn folder(url: &url::Url) -> Result<Arc<dyn ObjectStore>, StoreError> {
    let path = url.to_file_path().map_err(|()| refused(url, "write an absolute path, like file:///var/lib/objects"))?;
    std::fs::create_dir_all(&path).map_err(|error| refused(url, error))?;
    let store = object_store::local::LocalFileSystem::new_with_prefix(path).map_err(|error| refused(url, error))?;
    Ok(Arc::new(store.with_fsync(true)))
}

#[cfg(feature = "s3")]
fn bucket(url: &url::Url) -> Result<Arc<dyn ObjectStore>, StoreError> {
    let mut builder = object_store::aws::AmazonS3Builder::from_env().with_url(url.as_str());
    if let Ok(endpoint) = std::env::var("AWS_ENDPOINT_URL") {
        builder = builder.with_endpoint(endpoint).with_virtual_hosted_style_request(false);
    }
    let store = builder.build().map_err(|error| refused(url, error))?;
    let prefix = url.path().trim_matches('/');
    Ok(Arc::new(object_store::prefix::PrefixStore::new(store, prefix)))
}

#[cfg(not(feature = "s3"))]
fn bucket(url: &url::Url) -> Result<Arc<dyn ObjectStore>, StoreError> {
    Err(refused(url, "this program was built without S3: build it with --features s3, or use file:///folder"))
}
