//! The key ceremony (`spec/protocol.md`, section 5): commit, open and deal, confirm or complain.

use anyhow::anyhow;
use isoloir_crypto::dkg::{
    DealRound, Dealer, DkgError, KeyShare, OpenedDealer, Recipient, TrusteeIndex, Unconfirmed,
};
use isoloir_election::message::{Confirmation, Kind};
use isoloir_election::phase::Ceremony;
use isoloir_encoding::Encode;
use rand_chacha::ChaCha20Rng;
use rand_core::{OsRng, SeedableRng};

use crate::failure::Failure;
use crate::fingerprint::{grouped, read_aloud};
use crate::identity::SecretBytes;
use crate::party::{Signer, StepArguments};
use crate::place::PostArguments;
use crate::say::say;
use crate::trustee::file::{Secret, Step, TrusteeFile};
use crate::trustee::session::Session;

type Arguments = StepArguments<TrusteeFile>;

/// Round 0: draws the secrets and commits to them.
pub(super) fn commit(arguments: &Arguments) -> Result<(), Failure> {
    let mut session = Session::begin(&arguments.key, &arguments.post.board)?;
    let is_first_round = matches!(ceremony(&session)?, Ceremony::Commit(_));
    if session.held().is_err() && !is_first_round {
        return Err(Failure::input(anyhow!(
            "round 0 is over, and this file took no part in it: the ceremony can't go on without you and must be \
             held again on a new board"
        )));
    }
    let is_new = session.held().is_err();
    session.join()?;
    if let (true, Ceremony::Commit(round)) = (is_new, ceremony(&session)?) {
        let index = session.index()?;
        if round.missing().all(|missing| missing != index) {
            return Err(Failure::mismatch(anyhow!(
                "the board holds a commitment of yours, and this file did not make it: take the file that did, on \
                 the machine where you ran this before. If there is none, somebody signs with your key: stop, and \
                 tell the other trustees"
            )));
        }
    }
    let dealer = if session.held()?.signed(Step::Commitment).is_none() {
        Some(dealer(&session)?)
    } else {
        None
    };
    let messages = session.sign_once(
        Step::Commitment,
        |signer| {
            let (_, commitment) = dealer.ok_or_else(already_confirmed)?;
            Ok(vec![signer.message(Kind::DealingCommitment, &commitment.to_bytes())])
        },
        |_| {},
    )?;
    arguments.post.send(&messages)?;
    let election = session.board.election_id()?;
    say!("You are {}.", session.name(session.index()?));
    say!("{}", read_aloud("the election", &election.0));
    say!("Next: once all trustees have committed, isoloir trustee share.");
    Ok(())
}

/// Rounds 1 and 2: opens the commitment, then deals the shares, as far as the others have come.
pub(super) fn share(arguments: &Arguments) -> Result<(), Failure> {
    let mut session = Session::begin(&arguments.key, &arguments.post.board)?;
    session.held()?;
    if let Ceremony::Open(_) = ceremony(&session)? {
        open_dealing(&mut session, &arguments.post)?;
        if arguments.post.out.is_some() {
            say!("Next: once all have opened, isoloir trustee share once more: then you deal.");
            return Ok(());
        }
        session.read_again(&arguments.post.board)?;
    }
    match ceremony(&session)? {
        Ceremony::Commit(round) => Err(wait_for(&session, "commit", round.missing())),
        Ceremony::Open(round) => {
            say!("{}", still_to(&session, "open", round.missing()));
            say!("Next: once all have opened, isoloir trustee share once more: then you deal.");
            Ok(())
        }
        Ceremony::Deal(_) | Ceremony::Confirm { .. } => deal(&mut session, &arguments.post),
        Ceremony::Failed { culprit } => Err(failed(&session, *culprit)),
    }
}

fn open_dealing(session: &mut Session, post: &PostArguments) -> Result<(), Failure> {
    let parts = match session.held()?.signed(Step::Opening) {
        Some(_) => Vec::new(),
        None => opened_dealer(session)?.1,
    };
    let sign = |signer: &Signer| {
        let message = |part: &isoloir_crypto::dkg::OpeningPart| {
            signer.message(Kind::DealingOpening, &part.to_bytes())
        };
        Ok(parts.iter().map(message).collect())
    };
    let messages = session.sign_once(Step::Opening, sign, |_| {})?;
    post.send(&messages)?;
    if let Some((head, _)) = &session.board.milestones.committed {
        say!("{}", read_aloud("what all committed to", head.as_bytes()));
    }
    Ok(())
}

fn deal(session: &mut Session, post: &PostArguments) -> Result<(), Failure> {
    let deals = match session.held()?.signed(Step::Deals) {
        Some(_) => Vec::new(),
        None => {
            let (opened, _) = opened_dealer(session)?;
            opened.deal(deal_round(session)?).map_err(Failure::mismatch)?.1
        }
    };
    let sign = |signer: &Signer| {
        let message =
            |deal: &isoloir_crypto::dkg::Deal| signer.message(Kind::Deal, &deal.to_bytes());
        Ok(deals.iter().map(message).collect())
    };
    let messages = session.sign_once(Step::Deals, sign, |_| {})?;
    post.send(&messages)?;
    if let Some(head) = &session.board.milestones.opened {
        say!("{}", read_aloud("what all opened", head.as_bytes()));
    }
    say!("Next: once all have dealt, isoloir trustee confirm.");
    Ok(())
}

/// Round 3: checks every share that was dealt to this trustee, keeps the key share, erases the rest.
pub(super) fn confirm(arguments: &Arguments) -> Result<(), Failure> {
    let mut session = Session::begin(&arguments.key, &arguments.post.board)?;
    let (head, missing) = match ceremony(&session)? {
        Ceremony::Confirm { head, .. } => (*head, None),
        Ceremony::Deal(round) => {
            (isoloir_board::ChainHash::new([0; 32]), Some(round.missing().collect()))
        }
        Ceremony::Failed { culprit } => return Err(failed(&session, *culprit)),
        Ceremony::Commit(_) | Ceremony::Open(_) => {
            return Err(Failure::input(anyhow!(
                "it is too early to confirm: the shares are not dealt yet; see isoloir status"
            )));
        }
    };
    if let Some(missing) = missing {
        let missing: Vec<TrusteeIndex> = missing;
        return Err(wait_for(&session, "deal", missing.into_iter()));
    }
    let share = match session.held()?.signed(Step::Confirmation) {
        Some(_) => None,
        None => Some(check_shares(&session)?),
    };
    let confirmation = Confirmation { head }.to_bytes();
    let messages = session.sign_once(
        Step::Confirmation,
        |signer| Ok(vec![signer.message(Kind::Confirmation, &confirmation)]),
        // With the confirmation only the key share stays: what was dealt can't be computed again.
        |held| {
            if let Some(share) = share {
                let secret = |secret: &isoloir_crypto::group::SecretScalar| {
                    SecretBytes::new(secret.expose().to_bytes())
                };
                held.secret = Secret::Share(share.secrets().map(secret).collect());
            }
        },
    )?;
    arguments.post.send(&messages)?;
    say!("All shares that were dealt to you are right. Your key share is in your file.");
    say!("{}", read_aloud("the finished ceremony", head.as_bytes()));
    say!(
        "Next: isoloir trustee backup; keep the copy apart. You are needed again after the vote has closed."
    );
    Ok(())
}

/// Round 3, when shares are wrong: complains, with a proof that anybody can judge.
pub(super) fn complain(arguments: &Arguments) -> Result<(), Failure> {
    let mut session = Session::begin(&arguments.key, &arguments.post.board)?;
    let signed = session.held()?.signed(Step::Complaint).is_some();
    match ceremony(&session)? {
        Ceremony::Confirm { .. } => {}
        Ceremony::Failed { culprit } => return Err(failed(&session, *culprit)),
        _ => {
            return Err(Failure::input(anyhow!(
                "there is nothing to complain of yet: the shares are not all dealt"
            )));
        }
    }
    let complaint = if signed {
        None
    } else {
        let recipient = recipient(&session)?;
        match recipient.confirm(deal_round(&session)?, &mut OsRng) {
            Err(Unconfirmed::Complaint(complaint)) => Some(complaint),
            Err(Unconfirmed::Round(error)) => return Err(Failure::mismatch(error)),
            Ok(_) => {
                return Err(Failure::input(anyhow!(
                    "all shares that were dealt to you are right: there is nothing to complain of. A false \
                     complaint would end the ceremony and name you; go on with isoloir trustee confirm"
                )));
            }
        }
    };
    let messages = session.sign_once(
        Step::Complaint,
        |signer| {
            let complaint = complaint.ok_or_else(already_confirmed)?;
            Ok(vec![signer.message(Kind::Complaint, &complaint.to_bytes())])
        },
        |_| {},
    )?;
    arguments.post.send(&messages)?;
    say!(
        "The ceremony has failed, and the board shows who is at fault: isoloir status. It is held again, on a new \
         board, with new files from isoloir trustee init, without them."
    );
    Ok(())
}

/// The shares that were dealt to this trustee, all of them right; or who dealt wrong ones.
fn check_shares(session: &Session) -> Result<KeyShare, Failure> {
    match recipient(session)?.confirm(deal_round(session)?, &mut OsRng) {
        Ok(share) => Ok(share),
        Err(Unconfirmed::Round(error)) => Err(Failure::mismatch(error)),
        Err(Unconfirmed::Complaint(complaint)) => Err(Failure::mismatch(anyhow!(
            "{} dealt you wrong shares. Do not confirm. First compare with all trustees what you committed to ({}) and \
             what you opened ({}): if one of them has another, a server shows you different boards, and nobody \
             complains. Else complain, so that everybody sees it: isoloir trustee complain",
            session.name(complaint.accused),
            session
                .board
                .milestones
                .committed
                .as_ref()
                .map_or_else(String::new, |(head, _)| grouped(head.as_bytes())),
            session
                .board
                .milestones
                .opened
                .as_ref()
                .map_or_else(String::new, |head| grouped(head.as_bytes())),
        ))),
    }
}

fn recipient(session: &Session) -> Result<Recipient, Failure> {
    let (opened, _) = opened_dealer(session)?;
    opened.deal(deal_round(session)?).map(|(recipient, _)| recipient).map_err(Failure::mismatch)
}

fn deal_round(session: &Session) -> Result<&DealRound, Failure> {
    match ceremony(session)? {
        Ceremony::Deal(round) | Ceremony::Confirm { round, .. } => Ok(round),
        _ => Err(Failure::input(anyhow!("the shares can't be dealt yet: see isoloir status"))),
    }
}

/// This trustee's dealing, drawn again from what its file holds.
fn dealer(session: &Session) -> Result<(Dealer, isoloir_crypto::dkg::Commitment), Failure> {
    let Secret::Dealing(seed) = &session.held()?.secret else { return Err(already_confirmed()) };
    let election = session.board.election()?;
    let parameters = election.ceremony_parameters().map_err(Failure::mismatch)?;
    let mut rng = ChaCha20Rng::from_seed(*seed.expose());
    Dealer::start(&parameters, session.index()?, &mut rng).map_err(Failure::mismatch)
}

fn opened_dealer(
    session: &Session,
) -> Result<(OpenedDealer, Vec<isoloir_crypto::dkg::OpeningPart>), Failure> {
    let (dealer, _) = dealer(session)?;
    let (_, round) = session.board.milestones.committed.as_ref().ok_or_else(|| {
        Failure::input(anyhow!("not all trustees have committed yet: see isoloir status"))
    })?;
    dealer.open(round).map_err(|error| match error {
        DkgError::NotOurs { .. } => Failure::mismatch(anyhow!(
            "the board holds another commitment under your name than the one in your file: somebody signs with your \
             key, or this is another copy of your file. Stop, and tell the other trustees"
        )),
        other => Failure::mismatch(other),
    })
}

fn ceremony(session: &Session) -> Result<&Ceremony, Failure> {
    session.setup()?.ceremony().ok_or_else(|| {
        Failure::input(anyhow!(
            "the definition is not complete on the board: the official runs isoloir publish again"
        ))
    })
}

fn already_confirmed() -> Failure {
    Failure::input(anyhow!(
        "you have confirmed: what you dealt is erased from your file, and only your key share is left"
    ))
}

fn wait_for(session: &Session, what: &str, missing: impl Iterator<Item = TrusteeIndex>) -> Failure {
    Failure::input(anyhow!("{}; try again when they have", still_to(session, what, missing)))
}

fn still_to(session: &Session, what: &str, missing: impl Iterator<Item = TrusteeIndex>) -> String {
    let names: Vec<String> = missing.map(|trustee| session.name(trustee)).collect();
    format!("Still to {what}: {}", names.join(", "))
}

fn failed(session: &Session, culprit: Option<TrusteeIndex>) -> Failure {
    let who = culprit.map_or_else(String::new, |culprit| format!(" by {}", session.name(culprit)));
    Failure::mismatch(anyhow!(
        "the ceremony has failed{who}: it is held again on a new board, with new files from isoloir trustee init"
    ))
}
