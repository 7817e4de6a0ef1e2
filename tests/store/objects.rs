//! Files are kept under the sha256 of their content.

use crate::common::Database;
use plumbline::domain::ids::Digest;
use plumbline::store::StoreError;
use plumbline::store::objects::Objects;

fn path(db: &Database, digest: &Digest) -> std::path::PathBuf {
    db.folder.path().join("objects").join(&digest.as_str()[..2]).join(digest.as_str())
}

#[test]
fn content_comes_back_whole_and_in_part() {
    let db = Database::sqlite();
    let digest = db.objects.put(b"a week of calls").unwrap();
    assert_eq!(digest, Digest::of(b"a week of calls"));
    assert_eq!(db.objects.get(&digest).unwrap(), b"a week of calls");
    assert_eq!(db.objects.range(&digest, 2..6).unwrap(), b"week");
    assert_eq!(db.objects.put(b"a week of calls").unwrap(), digest, "again is the same");
    let empty = db.objects.put(b"").unwrap();
    assert_eq!(db.objects.get(&empty).unwrap(), b"");
    db.objects.ready().unwrap();
}

#[test]
fn what_was_altered_or_lost_is_noticed() {
    let db = Database::sqlite();
    let digest = db.objects.put(b"original").unwrap();
    std::fs::write(path(&db, &digest), b"altered!").unwrap();
    assert!(matches!(db.objects.get(&digest), Err(StoreError::ObjectAltered(_))));
    std::fs::write(path(&db, &digest), b"cut").unwrap();
    assert!(matches!(db.objects.put(b"original"), Err(StoreError::ObjectAltered(_))), "never rewritten");
    std::fs::remove_file(path(&db, &digest)).unwrap();
    assert!(matches!(db.objects.get(&digest), Err(StoreError::ObjectMissing(_))));
}

#[test]
fn addresses_that_can_not_be_used_say_why() {
    for (url, hint) in [
        ("objects", "relative URL without a base"),
        ("http://example.org/", "file:///folder"),
        ("file:///dev/null/objects", "Not a directory"),
    ] {
        let error = Objects::open(url).err().expect("no store").to_string();
        assert!(error.contains(hint), "{url}: {error}");
    }
    #[cfg(not(feature = "s3"))]
    assert!(Objects::open("s3://bucket/prefix").err().expect("no store").to_string().contains("--features s3"));
}
