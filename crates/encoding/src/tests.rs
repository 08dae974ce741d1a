use alloc::string::String;
use alloc::vec;
use alloc::vec::Vec;

use proptest::prelude::*;

use super::*;

/// A value with a field of every kind.
#[derive(Clone, Debug, PartialEq)]
struct Sample {
    small: u8,
    signed: i64,
    text: String,
    list: Vec<Item>,
    maybe: Option<Item>,
}

#[derive(Clone, Debug, PartialEq)]
struct Item(u32);

const TEXT_LIMIT: usize = 12;
const LIST_LIMIT: usize = 3;

impl Encode for Item {
    fn encode(&self, out: &mut Writer) {
        out.u32(self.0);
    }
}

impl Decode for Item {
    fn decode(input: &mut Reader<'_>) -> Result<Self, DecodeError> {
        input.u32("item").map(Self)
    }
}

impl Encode for Sample {
    fn encode(&self, out: &mut Writer) {
        out.u8(self.small);
        out.i64(self.signed);
        out.string(&self.text);
        out.list(&self.list);
        out.option(self.maybe.as_ref());
    }
}

impl Decode for Sample {
    fn decode(input: &mut Reader<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            small: input.u8("small")?,
            signed: input.i64("signed")?,
            text: input.string("text", TEXT_LIMIT)?,
            list: input.list("list", LIST_LIMIT)?,
            maybe: input.option("maybe")?,
        })
    }
}

fn sample() -> Sample {
    Sample {
        small: 7,
        signed: -2,
        text: "épée".into(),
        list: vec![Item(1), Item(0xffff_ffff)],
        maybe: Some(Item(9)),
    }
}

fn any_sample() -> impl Strategy<Value = Sample> {
    let item = || any::<u32>().prop_map(Item);
    (
        any::<u8>(),
        any::<i64>(),
        "[a-zé]{0,6}",
        proptest::collection::vec(item(), 0..=LIST_LIMIT),
        proptest::option::of(item()),
    )
        .prop_map(|(small, signed, text, list, maybe)| Sample {
            small,
            signed,
            text,
            list,
            maybe,
        })
}

#[test]
fn the_bytes_of_a_known_value_are_frozen() {
    let expected = [
        &[7][..],
        &[0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xfe],
        &[0, 6, 0xc3, 0xa9, b'p', 0xc3, 0xa9, b'e'],
        &[0, 2, 0, 0, 0, 1, 0xff, 0xff, 0xff, 0xff],
        &[1, 0, 0, 0, 9],
    ]
    .concat();
    assert_eq!(sample().to_bytes(), expected);
}

#[test]
fn a_truncated_value_is_refused_at_every_length() {
    let bytes = sample().to_bytes();
    for length in 0..bytes.len() {
        let error = Sample::from_bytes(&bytes[..length]).unwrap_err();
        assert!(matches!(error.problem, Problem::Truncated { .. }), "{length}: {error}");
    }
}

#[test]
fn a_byte_after_the_value_is_refused() {
    let mut bytes = sample().to_bytes();
    bytes.push(0);
    let error = Sample::from_bytes(&bytes).unwrap_err();
    assert_eq!(error.problem, Problem::TrailingBytes(1));
}

#[test]
fn a_list_above_its_limit_is_refused_before_it_is_read() {
    let long = Sample { list: vec![Item(0); LIST_LIMIT + 1], ..sample() };
    let error = Sample::from_bytes(&long.to_bytes()).unwrap_err();
    assert_eq!(error.problem, Problem::TooLong { length: 4, limit: 3 });
    assert_eq!((error.what, error.offset), ("list", 17));
}

#[test]
fn a_count_that_the_input_cannot_hold_reserves_no_memory_for_it() {
    let mut input = Reader::new(&[1, 2]);
    let items = input.items(usize::MAX, |input| input.u8("byte"));
    assert!(matches!(items.unwrap_err().problem, Problem::Truncated { .. }));
}

#[test]
fn a_string_that_is_not_utf8_is_refused() {
    let error = Reader::new(&[0, 2, 0xc3, 0x28]).string("text", TEXT_LIMIT).unwrap_err();
    assert_eq!((error.problem, error.offset), (Problem::NotUtf8, 0));
}

#[test]
fn an_option_mark_other_than_0_or_1_is_refused() {
    let error = Reader::new(&[2, 0, 0, 0, 0]).option::<Item>("maybe").unwrap_err();
    assert_eq!(error.problem, Problem::Unknown(2));
}

/// The ambiguity of plain concatenation: ("ab", "c") and ("a", "bc") must not meet.
#[test]
fn two_strings_never_share_an_encoding_with_two_others() {
    let encode = |a: &str, b: &str| {
        let mut out = Writer::new();
        out.string(a);
        out.string(b);
        out.into_bytes()
    };
    assert_ne!(encode("ab", "c"), encode("a", "bc"));
}

proptest! {
    #[test]
    fn decoding_undoes_encoding(value in any_sample()) {
        prop_assert_eq!(Sample::from_bytes(&value.to_bytes()).unwrap(), value);
    }

    #[test]
    fn bytes_that_decode_are_the_encoding_of_what_they_decode_to(
        value in any_sample(),
        position in any::<prop::sample::Index>(),
        byte in any::<u8>(),
    ) {
        let mut bytes = value.to_bytes();
        let position = position.index(bytes.len());
        bytes[position] = byte;
        if let Ok(decoded) = Sample::from_bytes(&bytes) {
            prop_assert_eq!(decoded.to_bytes(), bytes);
        }
    }
}
