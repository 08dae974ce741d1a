//! After the close: one statement of it, and one decryption of its sums (`spec/election.md`, section 8).

use anyhow::anyhow;
use curve25519_dalek::scalar::Scalar;
use isoloir_crypto::dkg::KeyShare;
use isoloir_crypto::group::SecretScalar;
use isoloir_election::message::{CloseStatement, Kind, Messages};
use isoloir_election::phase::{Decrypting, Phase, Refusal};
use isoloir_encoding::{Encode, Writer};
use rand_core::OsRng;

use crate::clock;
use crate::failure::Failure;
use crate::fingerprint::read_aloud;
use crate::party::{Signer, StepArguments};
use crate::say::say;
use crate::trustee::file::{Secret, Step, TrusteeFile};
use crate::trustee::session::Session;

type Arguments = StepArguments<TrusteeFile>;

/// States the close that this program has verified: once in the life of the file.
pub(super) fn state_close(arguments: &Arguments) -> Result<(), Failure> {
    let mut session = Session::begin(&arguments.key, &arguments.post.board)?;
    check_window(&session)?;
    let head = decrypting(&session)?.closed().head();
    bind(&mut session)?;
    let statement = CloseStatement { head }.to_bytes();
    let sign = |signer: &Signer| Ok(vec![signer.message(Kind::CloseStatement, &statement)]);
    let messages = session.sign_once(Step::CloseStatement, sign, |_| {})?;
    tell_counts(&session)?;
    arguments.post.send(&messages)?;
    say!("{}", read_aloud("the close", head.root.as_bytes()));
    say!(
        "You have stated this close, and will never state another. Next: once {} trustees have stated it, isoloir \
         trustee decrypt.",
        session.board.election()?.definition().close_quorum()
    );
    Ok(())
}

/// Decrypts the sums that this program computed from the board, of every district at once.
pub(super) fn decrypt(arguments: &Arguments) -> Result<(), Failure> {
    let mut session = Session::begin(&arguments.key, &arguments.post.board)?;
    check_window(&session)?;
    let share = key_share(&session)?;
    let districts = session.board.election()?.districts().len() as u16;
    let open = (0..districts).map(|district| is_to_decrypt(decrypting(&session)?, district));
    let open = open.collect::<Result<Vec<bool>, Failure>>()?;
    bind(&mut session)?;
    tell_counts(&session)?;
    let withheld = withheld(&session, &open)?;
    let mut steps = Vec::new();
    let mut made = Vec::new();
    for district in (0..).zip(open).filter_map(|(district, is_open)| is_open.then_some(district)) {
        if is_on_board(&session, district)? {
            continue;
        }
        let step = Step::Decryption { district };
        steps.push(step);
        if session.held()?.signed(step).is_none() {
            let message = contribution(decrypting(&session)?, &share, district)?;
            made.push((step, Kind::Decryption, message));
        }
    }
    session.sign_each(made)?;
    let mut all = Messages { election: session.board.election_id()?, list: Vec::new() };
    for step in steps {
        let signed = session.held()?.signed(step);
        all.list.extend(signed.into_iter().flat_map(|signed| signed.list.iter().cloned()));
    }
    arguments.post.send(&all)?;
    say!(
        "Decrypted now: {} of {districts} districts.{withheld} With {} contributions each, an official publishes the result.",
        all.list.len(),
        session.board.election()?.definition().threshold
    );
    Ok(())
}

/// One trustee's part of the decryption of one district's sums.
fn contribution(
    decrypting: &Decrypting,
    share: &KeyShare,
    district: u16,
) -> Result<Vec<u8>, Failure> {
    let tally = decrypting.tally(district).map_err(Failure::input)?;
    let context = decrypting.context(district);
    let contribution = share.decrypt(&context, decrypting.keys(), tally, &mut OsRng);
    let mut message = Writer::new();
    message.u16(district);
    contribution.encode(&mut message);
    Ok(message.into_bytes())
}

/// Whether the board has a contribution of this trustee for a district: a second one is refused, and one that this
/// file does not know may be of the file of which it is a backup.
fn is_on_board(session: &Session, district: u16) -> Result<bool, Failure> {
    let decrypting = decrypting(session)?;
    let index = session.index()?;
    let mut contributed = decrypting.contributed(district).map_err(Failure::mismatch)?;
    let set_aside = decrypting.set_aside(district).map_err(Failure::mismatch)?;
    Ok(contributed.any(|trustee| trustee == index) || set_aside.contains(&index))
}

/// Whether a district's sums are to be decrypted: not below its floor, and not before Q close statements.
fn is_to_decrypt(decrypting: &Decrypting, district: u16) -> Result<bool, Failure> {
    match decrypting.tally(district) {
        Ok(_) => Ok(true),
        Err(Refusal::BelowFloor { .. }) => Ok(false),
        Err(refusal) => Err(Failure::input(refusal)),
    }
}

/// Names the districts that nobody decrypts.
fn withheld(session: &Session, open: &[bool]) -> Result<String, Failure> {
    let districts = session.board.election()?.districts().iter().zip(open);
    let closed = districts.filter(|(_, is_open)| !**is_open);
    let names: Vec<&str> = closed.map(|(district, _)| district.name.as_str()).collect();
    Ok(match names.is_empty() {
        true => String::new(),
        false => format!(" Withheld, with fewer ballots than the floor: {}.", names.join(", ")),
    })
}

fn key_share(session: &Session) -> Result<KeyShare, Failure> {
    let Secret::Share(secrets) = &session.held()?.secret else {
        return Err(Failure::input(anyhow!(
            "your file holds no key share: you have not confirmed"
        )));
    };
    let damaged =
        || Failure::input(anyhow!("the key share in your file is damaged; take your backup"));
    let scalar = |bytes: &crate::identity::SecretBytes| {
        let scalar: Option<Scalar> = Scalar::from_canonical_bytes(*bytes.expose()).into();
        scalar.map(SecretScalar::new)
    };
    let secrets = secrets.iter().map(scalar).collect::<Option<Vec<_>>>().ok_or_else(damaged)?;
    KeyShare::restore(decrypting(session)?.keys(), session.index()?, secrets).map_err(|_| damaged())
}

/// From here on this file states and decrypts this close and no other. It is on the disk with what is signed, before
/// that leaves this machine.
fn bind(session: &mut Session) -> Result<(), Failure> {
    let head = decrypting(session)?.closed().head();
    session.held_mut()?.bind_close(head).map_err(|other| {
        Failure::mismatch(anyhow!(
            "your file is bound to another close of this election, of {} entries with root {}, and this board shows \
             one of {} entries with root {}. Somebody shows two boards: nothing was signed. Keep your file, and \
             tell the other trustees and the observers",
            other.size,
            hex::encode(other.root.as_bytes()),
            head.size,
            hex::encode(head.root.as_bytes()),
        ))
    })
}

/// Complaints about the vote are heard first.
fn check_window(session: &Session) -> Result<(), Failure> {
    decrypting(session)?;
    let until = session.board.election()?.definition().complaints;
    if clock::seconds(clock::now()?) < until {
        return Err(Failure::input(anyhow!(
            "complaints about the vote are heard until {}: come back after that",
            clock::moment(until)
        )));
    }
    Ok(())
}

/// How many ballots the sums hold, for people to compare with the turnout.
fn tell_counts(session: &Session) -> Result<(), Failure> {
    let decrypting = decrypting(session)?;
    for (index, district) in (0..).zip(session.board.election()?.districts()) {
        let counted = decrypting.counted(index).map_err(Failure::mismatch)?;
        let floor = district.floor;
        let note = if counted < u64::from(floor) {
            format!(": below the floor of {floor}, so it is not decrypted")
        } else {
            String::new()
        };
        say!("{}: {counted} ballots count{note}", district.name);
    }
    Ok(())
}

fn decrypting(session: &Session) -> Result<&Decrypting, Failure> {
    match session.board.record.phase() {
        Phase::Decrypting(decrypting) => Ok(decrypting),
        Phase::Decided(_) => {
            Err(Failure::input(anyhow!("the election is decided: nothing is left to do")))
        }
        _ => Err(Failure::input(anyhow!(
            "the vote is not closed: nothing is stated and nothing is decrypted before"
        ))),
    }
}
