#![allow(clippy::unwrap_used)]

use ed25519_dalek::SigningKey;

use super::{PartyKey, PartyKeyError, Role};

fn key(role: Role) -> PartyKey {
    PartyKey { role, key: SigningKey::from_bytes(&[7; 32]).verifying_key() }
}

#[test]
fn a_key_is_one_line_for_ever() {
    let line = key(Role::Trustee).to_string();
    assert_eq!(line, "trustee+ff71d482+6kpsY-KcUgq-9VB7Ey7F-ZVHdq6-vnuSQh7qaRRG0iw");
}

#[test]
fn a_line_reads_back_in_its_role() {
    for role in Role::ALL {
        let line = key(role).to_string();
        assert_eq!(line.parse(), Ok(key(role)));
        assert_eq!(PartyKey::of_role(role, &line), Ok(key(role).key));
    }
}

#[test]
fn a_key_of_another_role_is_refused() {
    let line = key(Role::Trustee).to_string();
    let refused = PartyKey::of_role(Role::Official, &line).unwrap_err();
    assert_eq!(refused, PartyKeyError::WrongRole { role: "official", found: "trustee" });
    assert_eq!(
        refused.to_string(),
        "this key line is for the role trustee, and one for the role official is needed here; ask \
         for the line that `isoloir official init` printed"
    );
}

#[test]
fn a_role_changed_by_hand_is_refused() {
    let line = key(Role::Trustee).to_string().replace("trustee", "official");
    assert_eq!(PartyKey::of_role(Role::Official, &line), Err(PartyKeyError::WrongCheck));
}

#[test]
fn every_changed_character_is_noticed() {
    let line = key(Role::Registrar).to_string();
    for at in 0..line.len() {
        for other in ['A', 'b', '0', '+', '-', '_', '=', ' '] {
            let mut changed: Vec<char> = line.chars().collect();
            if changed[at] == other {
                continue;
            }
            changed[at] = other;
            let changed: String = changed.into_iter().collect();
            assert!(changed.parse::<PartyKey>().is_err(), "{changed}");
        }
    }
}

#[test]
fn what_is_not_three_parts_is_refused() {
    let line = key(Role::Official).to_string();
    let longer = format!("{line}+");
    let spaced = format!(" {line}");
    let padded = format!("{line}=");
    let upper = line.replace("official", "Official");
    let huge = "official+".repeat(1_000_000);
    for text in ["", "official", "++", &line[..20], &longer, &spaced, &padded, &upper, &huge] {
        let refused = PartyKey::of_role(Role::Official, text);
        assert_eq!(refused, Err(PartyKeyError::BadForm { role: "official" }), "{:.40}", text);
    }
}

#[test]
fn a_key_of_small_order_is_refused() {
    let mut neutral = [0; 32];
    neutral[0] = 1;
    let key = "AQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
    let line = format!("trustee+{}+{key}", super::check_of(Role::Trustee, &neutral));
    assert_eq!(line.parse::<PartyKey>(), Err(PartyKeyError::Unusable));
}
