use isoloir_encoding::{Decode, Encode};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use isoloir_election::message::Messages;

use crate::failure::Failure;

/// Signed messages as a party's file keeps them: their encoding in hexadecimal. They are read strictly when the
/// file is opened, so that nothing that was signed is ever taken for absent because it is damaged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Kept(Messages);

impl Kept {
    /// # Errors
    /// If there are so many that they could not be read again.
    pub(crate) fn new(messages: Messages) -> Result<Self, Failure> {
        messages.check_bounds().map_err(Failure::input)?;
        Ok(Self(messages))
    }

    pub(crate) fn messages(&self) -> &Messages {
        &self.0
    }
}

impl Serialize for Kept {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        hex::serde::serialize(self.0.to_bytes(), serializer)
    }
}

impl<'de> Deserialize<'de> for Kept {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let bytes: Vec<u8> = hex::serde::deserialize(deserializer)?;
        Messages::from_bytes(&bytes).map(Self).map_err(de::Error::custom)
    }
}

#[cfg(test)]
mod tests;
