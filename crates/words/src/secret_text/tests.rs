use super::{FIRST_CAPACITY, SecretText};

#[test]
fn a_text_grows_without_losing_anything() {
    let mut text = SecretText::default();
    for _ in 0..FIRST_CAPACITY {
        text.push_str("abc");
        text.push('é');
    }
    assert_eq!(*text.finish(), "abcé".repeat(FIRST_CAPACITY));
}

/// A string that grew in place could leave its old memory behind.
#[test]
fn a_text_never_outgrows_its_own_memory() {
    let mut text = SecretText::default();
    text.push_str(&"a".repeat(FIRST_CAPACITY));
    let full = text.0.as_ptr();
    text.make_room(1);
    assert_ne!(text.0.as_ptr(), full);
    assert!(text.0.capacity() > text.0.len());
}
