//! That an official is logged in: a text in a cookie, which every server of the board knows again.

use base64ct::{Base64UrlUnpadded, Encoding};

use crate::officials::seal::{Purpose, Seals};

/// How long an official stays logged in: a day at work, in seconds.
pub(super) const SESSION_SECONDS: u64 = 8 * 3_600;

/// Who is logged in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Who {
    /// An official of the definition, from 0.
    Official(u8),
    /// Somebody whom the provider has named and who may see the pages. Which one is not kept.
    OpenId,
}

/// The byte of somebody whom the provider has named: no definition has so many officials.
const OPEN_ID: u8 = 255;

/// Bytes: who, until when, tag.
const BYTES: usize = 1 + 8 + 32;

/// A text for the cookie, good for [`SESSION_SECONDS`] from now.
pub(super) fn begin(seals: &Seals, who: Who, now: u64) -> String {
    let who = [match who {
        Who::Official(index) => index,
        Who::OpenId => OPEN_ID,
    }];
    let until = (now + SESSION_SECONDS).to_be_bytes();
    let tag = seals.tag(Purpose::Session, &[&who, &until]);
    Base64UrlUnpadded::encode_string(&[&who[..], &until, &tag].concat())
}

/// Who is logged in, by the text in the cookie; nobody, if it is not from here or too old.
pub(super) fn read(seals: &Seals, text: &str, now: u64) -> Option<Who> {
    let mut bytes = [0; BYTES];
    if Base64UrlUnpadded::decode(text, &mut bytes).ok()?.len() != BYTES {
        return None;
    }
    let (who, rest) = bytes.split_first_chunk::<1>()?;
    let (until, tag) = rest.split_first_chunk::<8>()?;
    let is_from_here = seals.is_tag(Purpose::Session, &[who, until], tag);
    let is_in_time = now < u64::from_be_bytes(*until);
    (is_from_here && is_in_time).then_some(match who[0] {
        OPEN_ID => Who::OpenId,
        index => Who::Official(index),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seals(board: u8) -> Seals {
        Seals::derive(&[board; 32], b"").unwrap()
    }

    #[test]
    fn who_is_logged_in_stays_so_for_a_day_at_work_on_every_server_of_the_board() {
        for who in [Who::Official(0), Who::Official(15), Who::OpenId] {
            let text = begin(&seals(1), who, 1_000);
            assert_eq!(read(&seals(1), &text, 1_000 + SESSION_SECONDS - 1), Some(who));
            assert_eq!(read(&seals(1), &text, 1_000 + SESSION_SECONDS), None);
            assert_eq!(read(&seals(2), &text, 1_000), None, "another board");
            assert_eq!(read(&Seals::derive(&[1; 32], b"others").unwrap(), &text, 1_000), None);
        }
    }

    #[test]
    fn a_session_with_any_byte_changed_is_none() {
        let text = begin(&seals(1), Who::Official(1), 1_000);
        let bytes = Base64UrlUnpadded::decode_vec(&text).unwrap();
        for position in 0..bytes.len() {
            let mut changed = bytes.clone();
            changed[position] ^= 1;
            let changed = Base64UrlUnpadded::encode_string(&changed);
            assert_eq!(read(&seals(1), &changed, 1_000), None, "byte {position}");
        }
        for wrong in ["", &text[..text.len() - 4], &format!("{text}AAAA")] {
            assert_eq!(read(&seals(1), wrong, 1_000), None);
        }
    }
}
