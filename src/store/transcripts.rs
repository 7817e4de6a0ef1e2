//! What was said on calls. Bodies live in the object store, packed one conversation a line; rows carry only the address.

use super::connection::DbConnection;
use super::error::StoreError;
use super::objects::Objects;
use super::row::{from_json, to_json};
use super::schema::evidence;
use super::scope::Scope;
use crate::domain::contact::Speaker;
use crate::domain::evidence::{Address, EvidenceKind};
use crate::domain::ids::{AgencyId, Digest};
use diesel::prelude::*;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, VecDeque};

/// A conversation as it is kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Transcript {
    /// The call it belongs to.
    pub call_id: String,
    /// Its turns in order.
    pub turns: Vec<StoredTurn>,
}

/// One turn with its origin.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StoredTurn {
    /// The agency's number of it.
    #[serde(rename = "n")]
    pub turn_no: u32,
    /// Who speaks.
    #[serde(rename = "s")]
    pub speaker: Speaker,
    /// What was said, unchanged.
    #[serde(rename = "t")]
    pub text: String,
    /// Start within the recording, ms.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub start_ms: Option<u64>,
    /// End within the recording, ms.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub end_ms: Option<u64>,
    /// Where the text stands.
    #[serde(rename = "at")]
    pub cell: Address,
    /// Columns without a known name.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub extra: BTreeMap<String, String>,
}

impl StoredTurn {
    /// Whether it differs from `other` at most in where it stood.
    pub(super) fn says_the_same(&self, other: &Self) -> bool {
        let mine = (&self.speaker, &self.text, self.start_ms, self.end_ms, &self.extra);
        mine == (&other.speaker, &other.text, other.start_ms, other.end_ms, &other.extra)
    }
}

/// Where a conversation lies.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    pack: Digest,
    offset: u64,
    length: u64,
    sha256: Digest,
}

impl Place {
    pub(super) fn in_pack(self, pack: &Digest) -> Self {
        Self { pack: pack.clone(), ..self }
    }

    /// The object that holds it.
    pub(super) fn pack(&self) -> &Digest {
        &self.pack
    }

    /// Reads the conversation, and checks that it is the one that was kept.
    pub(super) fn read(&self, objects: &Objects) -> Result<Transcript, StoreError> {
        let line = objects.range(&self.pack, self.offset..self.offset + self.length)?;
        self.parse(&line)
    }

    fn parse(&self, line: &[u8]) -> Result<Transcript, StoreError> {
        if Digest::of(line) != self.sha256 {
            return Err(StoreError::ObjectAltered(self.pack.clone()));
        }
        serde_json::from_slice(line).map_err(|error| StoreError::corrupt("transcript", error))
    }
}

/// The conversations of one hand-in on their way to the object store.
#[derive(Default)]
pub(super) struct Pack {
    lines: Vec<u8>,
}

impl Pack {
    /// Adds a line; the pack's own name is filled in with `Place::in_pack`.
    pub(super) fn push(&mut self, transcript: &Transcript) -> Result<Place, StoreError> {
        let line = to_json("transcript", transcript)?;
        let sha256 = Digest::of(line.as_bytes());
        let place = Place { pack: sha256.clone(), offset: self.lines.len() as u64, length: line.len() as u64, sha256 };
        self.lines.extend_from_slice(line.as_bytes());
        self.lines.push(b'\n');
        Ok(place)
    }

    /// Keeps the pack and gives its name; none where it is empty.
    pub(super) fn put(&self, objects: &Objects) -> Result<Option<Digest>, StoreError> {
        if self.lines.is_empty() { Ok(None) } else { objects.put(&self.lines).map(Some) }
    }
}

/// The conversation of one call.
pub fn get(
    connection: &mut DbConnection,
    objects: &Objects,
    scope: &Scope,
    agency: &AgencyId,
    call_id: &str,
) -> Result<Option<Transcript>, StoreError> {
    if !scope.allows(agency) {
        return Ok(None);
    }
    let payload: Option<String> = evidence::table
        .filter(evidence::agency_id.eq(agency.as_str()))
        .filter(evidence::kind.eq(EvidenceKind::Transcripts.as_str()))
        .filter(evidence::natural_key.eq(call_id))
        .filter(evidence::until_submission.is_null())
        .select(evidence::payload)
        .first(connection)
        .optional()?;
    payload.map(|payload| from_json::<Place>("transcript's address", &payload)?.read(objects)).transpose()
}

/// Conversations, read a pack at a time; at most one pack is in memory.
pub struct Transcripts {
    objects: Objects,
    places: VecDeque<Place>,
    loaded: Option<(Digest, u64, Vec<u8>)>,
}

impl Transcripts {
    /// Will read the conversations at `places`, in order of pack and offset.
    pub(super) fn new(objects: &Objects, mut places: Vec<Place>) -> Self {
        places.sort_by(|a, b| (&a.pack, a.offset).cmp(&(&b.pack, b.offset)));
        Self { objects: objects.clone(), places: places.into(), loaded: None }
    }

    fn line(&mut self, place: &Place) -> Result<Transcript, StoreError> {
        if self.loaded.as_ref().is_none_or(|(pack, ..)| *pack != place.pack) {
            let same_pack = self.places.iter().take_while(|next| next.pack == place.pack);
            let end = same_pack.last().unwrap_or(place);
            let range = place.offset..end.offset + end.length;
            self.loaded = Some((place.pack.clone(), place.offset, self.objects.range(&place.pack, range)?));
        }
        let altered = || StoreError::ObjectAltered(place.pack.clone());
        let (_, start, bytes) = self.loaded.as_ref().ok_or_else(altered)?;
        let from = usize::try_from(place.offset - start).map_err(|_| altered())?;
        let length = usize::try_from(place.length).map_err(|_| altered())?;
        place.parse(bytes.get(from..from + length).ok_or_else(altered)?)
    }
}

impl Iterator for Transcripts {
    type Item = Result<Transcript, StoreError>;

    fn next(&mut self) -> Option<Self::Item> {
        let place = self.places.pop_front()?;
        Some(self.line(&place))
    }
}
