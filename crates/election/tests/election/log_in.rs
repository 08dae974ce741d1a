//! Officials log in with a signature that serves for nothing else.

use ed25519_dalek::Signer;
use isoloir_election::log_in::{CHALLENGE_BYTES, Challenge, LogIn};
use isoloir_election::message::{Kind, Signed};

use crate::support::{party, signing_key};

const ADDRESS: &str = "https://vote.example.org/2027";
const CHALLENGE: Challenge = Challenge([7; CHALLENGE_BYTES]);

#[test]
fn an_official_answers_one_challenge_of_one_board() {
    let officials = [party("Ada", 1, 0), party("Ben", 1, 1)];
    let answer = LogIn::sign(&CHALLENGE, ADDRESS, &signing_key(1, 1));
    assert_eq!(answer.signer(&CHALLENGE, ADDRESS, &officials), Some(1));
    assert_eq!(answer.signer(&CHALLENGE, "https://vote.example.org/2027/", &officials), Some(1));
    let (other, elsewhere) = (Challenge([8; CHALLENGE_BYTES]), "https://evil.example.org/2027");
    assert_eq!(answer.signer(&other, ADDRESS, &officials), None);
    assert_eq!(answer.signer(&CHALLENGE, elsewhere, &officials), None);
    assert_eq!(answer.signer(&CHALLENGE, ADDRESS, &officials[..1]), None, "a stranger's key");
}

#[test]
fn an_answer_is_no_entry_of_a_board_and_an_entry_no_answer() {
    let key = signing_key(1, 0);
    let officials = [party("Ada", 1, 0)];
    let answer = LogIn::sign(&CHALLENGE, ADDRESS, &key).to_string();
    // What a server could make of it: signer 0, an empty message, and the signature.
    for kind in (0..=u8::MAX).filter_map(Kind::from_byte) {
        let signature = Signed::sign(kind, &[7; 32], 0, &key, b"");
        let entry: LogIn = text_of(&signature[1..]).parse().unwrap();
        assert_eq!(entry.signer(&CHALLENGE, ADDRESS, &officials), None);
        let mut payload = vec![0];
        payload.extend(bytes_of(&answer));
        assert!(Signed::open(&payload, kind, &[7; 32], &officials).is_err());
    }
}

#[test]
fn the_bytes_that_are_signed_are_those_of_the_specification() {
    let key = signing_key(1, 0);
    let mut bytes = b"isoloir/v1 official log-in".to_vec();
    bytes.extend([0, 29]);
    bytes.extend(ADDRESS.as_bytes());
    bytes.extend([7; 40]);
    let expected = text_of(&key.sign(&bytes).to_bytes());
    assert_eq!(LogIn::sign(&CHALLENGE, ADDRESS, &key).to_string(), expected);
}

#[test]
fn a_text_that_was_copied_in_part_is_refused() {
    let text = CHALLENGE.to_string();
    assert_eq!(text.len(), 54);
    assert_eq!(format!(" {text}\n").parse(), Ok(CHALLENGE));
    for wrong in ["", &text[1..], &format!("{text}A"), &text.replacen('B', "+", 1)] {
        let error = wrong.parse::<Challenge>().unwrap_err().to_string();
        assert!(error.contains("54 letters"), "{error}");
    }
    assert!(text.parse::<LogIn>().is_err());
}

fn text_of(bytes: &[u8]) -> String {
    use base64ct::{Base64UrlUnpadded, Encoding};
    Base64UrlUnpadded::encode_string(bytes)
}

fn bytes_of(text: &str) -> Vec<u8> {
    use base64ct::{Base64UrlUnpadded, Encoding};
    Base64UrlUnpadded::decode_vec(text).unwrap()
}
