use std::path::PathBuf;

use anyhow::anyhow;
use isoloir_crypto::credential::ReissuePosition;
use isoloir_election::message::{CoSigned, Kind, Message, Messages};
use isoloir_election::phase::{Election, Standing, Voting};
use isoloir_encoding::Encode;
use rand_core::OsRng;

use crate::failure::Failure;
use crate::party::Kept;
use crate::registrar::file::{Encoded, Renewal, RenewalPart};
use crate::registrar::folder::Folder;
use crate::registrar::mailing::{MailingArguments, names};
use crate::registrar::person::point;
use crate::registrar::request::{Request, Scope, Share, Signature};
use crate::registrar::revoke::replaced;
use crate::registrar::session::Session;
use crate::registrar::{StepArguments, roll};
use crate::say::say;

/// The arguments of `isoloir registrar reissue`.
#[derive(clap::Args)]
pub(super) struct Arguments {
    /// The resident, by the id of the table of residents.
    #[arg(long, value_name = "ID")]
    person: String,

    /// With several registrars: the file that goes from one to the next, and is made by the first. Each runs this
    /// command in turn, until it says that the new code is good. It names no resident: say who it is about.
    #[arg(long, value_name = "FILE")]
    request: Option<PathBuf>,

    #[command(flatten)]
    mailing: MailingArguments,
    #[command(flatten)]
    step: StepArguments,
}

/// Each step is in this registrar's file before anybody else sees it, and a step that was done is not done again.
pub(super) fn run(arguments: &Arguments) -> Result<(), Failure> {
    let mut session = Session::begin(&arguments.step.key, &arguments.step.post.board)?;
    let Some(mut request) = begin(&session, arguments)? else {
        session.change(|_| {})?;
        say!(
            "The new code that was made before is good: the letters with it can be sent. To replace that one, too, \
             isoloir registrar revoke comes first."
        );
        return Ok(());
    };
    if !is_done(&session, arguments, &request)? {
        let renewal = add_share(&mut session, arguments, &mut request)?;
        sign(&mut session, arguments, &mut request, renewal)?;
        if !post(&mut session, arguments, &request)? {
            return Ok(());
        }
    }
    session.change(|_| {})?;
    say!("The new code is good: the letters with it can be sent.");
    Ok(())
}

/// The request as it came, or a new one; none, if it is done already.
fn begin(session: &Session, arguments: &Arguments) -> Result<Option<Request>, Failure> {
    let (voting, election) = (session.voting()?, session.board.election()?);
    if let Some(file) = file(election, arguments)?
        && file.exists()
    {
        return Request::read(file, &scope(session)?).map(Some);
    }
    let mut revoked = Vec::new();
    for place in &session.person(&arguments.person)?.places {
        let credential = place.credential(&session.board)?;
        let name = session.district_name(place.district)?;
        match voting.voter(place.district, &credential).map_err(Failure::mismatch)?.standing {
            Standing::Revoked => revoked.push((place.district, Encoded(*credential.as_bytes()))),
            Standing::Active => say!("{name}: the code is not revoked, and stays as it is."),
            Standing::Paper => {
                say!("{name}: a ballot on paper was cast; there is no new code.")
            }
            Standing::Replaced => return Err(replaced(name)),
        }
    }
    if revoked.is_empty() {
        if is_renewed(session, arguments)? {
            return Ok(None);
        }
        return Err(Failure::input(anyhow!(
            "only a revoked code can be replaced, and this resident has none: begin with isoloir registrar revoke"
        )));
    }
    Ok(Some(Request::new(&scope(session)?, &revoked)))
}

/// Whether this resident has a new code by this registrar's file, which stands on the board. One registrar alone has
/// no file with the request that would tell, if the answer to it was lost.
fn is_renewed(session: &Session, arguments: &Arguments) -> Result<bool, Failure> {
    Ok(session.person(&arguments.person)?.places.iter().any(|place| !place.reissued.is_empty()))
}

/// The file that travels; none if there is nobody to travel to.
fn file<'a>(election: &Election, arguments: &'a Arguments) -> Result<Option<&'a PathBuf>, Failure> {
    let registrars = election.definition().registrars.len();
    match &arguments.request {
        _ if registrars == 1 => Ok(None),
        Some(file) => Ok(Some(file)),
        None => Err(Failure::input(anyhow!(
            "a new code needs all {registrars} registrars: give --request FILE, which goes from one to the next"
        ))),
    }
}

/// Whether all of it is on the board. That every revoked credential is this resident's, and revoked, is checked
/// against this registrar's own file: the request could be about somebody else.
fn is_done(session: &Session, arguments: &Arguments, request: &Request) -> Result<bool, Failure> {
    let voting = session.voting()?;
    let person = session.person(&arguments.person)?;
    let scope = scope(session)?;
    let mut done = true;
    for part in &request.districts {
        let place = person.place(part.district).ok_or_else(|| other_person(arguments))?;
        let current = place.credential(&session.board)?;
        if part.revoked != Encoded(*current.as_bytes()) {
            if part.new_credential(&scope) != Some(current) {
                return Err(other_person(arguments));
            }
            continue;
        }
        done = false;
        let name = session.district_name(part.district)?;
        match voting.voter(part.district, &current).map_err(Failure::mismatch)?.standing {
            Standing::Revoked => {}
            Standing::Replaced => return Err(replaced(name)),
            Standing::Active | Standing::Paper => {
                return Err(Failure::input(anyhow!(
                    "in {name} the code is not revoked: isoloir registrar revoke comes first"
                )));
            }
        }
    }
    Ok(done)
}

/// Adds this registrar's shares of the new credentials, unless they are there. Returns which of its renewals they
/// are of.
fn add_share(
    session: &mut Session,
    arguments: &Arguments,
    request: &mut Request,
) -> Result<usize, Failure> {
    let index = session.position()?;
    let position = match known(session, arguments, request)? {
        Some(position) => position,
        None if request.districts.iter().any(|part| part.share_of(index).is_some()) => {
            return Err(foreign_share());
        }
        None => make(session, arguments, request)?,
    };
    let renewal = renewal(session, position)?.clone();
    renewal.letters.publish()?;
    let mut added = false;
    for (part, own) in request.districts.iter_mut().zip(&renewal.parts) {
        match part.share_of(index) {
            Some(there) if there.share != own.share => return Err(foreign_share()),
            Some(_) => {}
            None => {
                let share = own.share;
                part.shares.push(Share { registrar: index, share, possession: own.possession });
                part.shares.sort_by_key(|share| share.registrar);
                added = true;
            }
        }
    }
    if added {
        save(session, arguments, request)?;
        say!(
            "The letter with the new code is in {}. Send it when the code is good, and destroy the files.",
            renewal.letters.path().display()
        );
    }
    Ok(position)
}

/// The new code that was made for exactly these credentials.
fn known(
    session: &Session,
    arguments: &Arguments,
    request: &Request,
) -> Result<Option<usize>, Failure> {
    let revoked = request.revoked();
    let is_this = |renewal: &Renewal| {
        let parts = renewal.parts.iter().map(|part| (part.district, part.revoked));
        renewal.person == arguments.person && parts.eq(revoked.iter().copied())
    };
    Ok(session.held()?.renewals.iter().position(is_this))
}

fn renewal(session: &Session, position: usize) -> Result<&Renewal, Failure> {
    session
        .held()?
        .renewals
        .get(position)
        .ok_or_else(|| Failure::system(anyhow!("no such renewal")))
}

/// Makes a code: first the letter, then the file.
fn make(session: &mut Session, arguments: &Arguments, request: &Request) -> Result<usize, Failure> {
    let held = session.held()?;
    let folder = Folder::new(&arguments.mailing.letters, session.identity(), held.folders())?;
    folder.clear_others(held.folders())?;
    let (index, fingerprint) = (session.position()?, session.board.signing_context()?);
    let election = session.board.election()?;
    let (codes, roots) = roll::draw(&election.id(), 1);
    let mut parts = Vec::new();
    for part in &request.districts {
        let district = part.district;
        let secret = roots[0].share(index, district);
        let share = roll::public(&secret)?;
        let revoked = point(&part.revoked.0).ok_or_else(|| other_person(arguments))?;
        let position = ReissuePosition { fingerprint, district, registrar: index, revoked };
        let possession = position.prove(&share, &secret, &mut OsRng).to_bytes();
        parts.push(RenewalPart {
            district,
            revoked: part.revoked,
            share: Encoded(*share.as_bytes()),
            possession: possession.try_into().map_err(|_| unsigned())?,
            signed: None,
        });
    }
    let districts = request.districts.iter().map(|part| part.district).collect();
    let resident = session.person(&arguments.person)?.resident(districts);
    let names = names(election);
    let mailing = arguments.mailing.mailing(election, index, &names);
    folder.write(&mailing, &[(&resident, &codes[0])], None)?;
    let renewal = Renewal { person: arguments.person.clone(), letters: folder, parts };
    session.change(|held| held.renewals.push(renewal))?;
    Ok(session.held()?.renewals.len() - 1)
}

/// Signs the reissue, once all shares are there.
fn sign(
    session: &mut Session,
    arguments: &Arguments,
    request: &mut Request,
    position: usize,
) -> Result<(), Failure> {
    let (index, key) = (session.position()?, session.identity().signing_key());
    let scope_now = scope(session)?;
    let fingerprint = scope_now.fingerprint;
    let mut news = Vec::new();
    let mut signatures = Vec::new();
    for (part, own) in request.districts.iter().zip(&renewal(session, position)?.parts) {
        let (Some(new), Some(reissue)) =
            (part.new_credential(&scope_now), part.reissue(&scope_now))
        else {
            return Ok(());
        };
        let new = Encoded(*new.as_bytes());
        if own.signed.is_some_and(|signed| signed != new) {
            return Err(Failure::mismatch(anyhow!(
                "you have signed another new code for this resident: another registrar changed their share \
                 since. Take the request as it was when you signed"
            )));
        }
        let signers = [(index, &key)];
        let payload = CoSigned::sign(Kind::Reissue, &fingerprint, &signers, &reissue.to_bytes());
        news.push(new);
        signatures.push(*payload.last_chunk::<64>().ok_or_else(unsigned)?);
    }
    session.change(|held| {
        let parts = held.renewals.get_mut(position).map(|renewal| renewal.parts.iter_mut());
        parts.into_iter().flatten().zip(news).for_each(|(part, new)| part.signed = Some(new));
    })?;
    for (part, signature) in request.districts.iter_mut().zip(signatures) {
        if !part.is_signed_by(index) {
            part.signatures.push(Signature { registrar: index, signature });
            part.signatures.sort_by_key(|signature| signature.registrar);
        }
    }
    save(session, arguments, request)
}

/// Posts it once all have signed; whether the board has it now. Else says whose turn it is.
fn post(session: &mut Session, arguments: &Arguments, request: &Request) -> Result<bool, Failure> {
    let (voting, scope) = (session.voting()?, scope(session)?);
    let mut list = Vec::new();
    for part in &request.districts {
        let Some(payload) = part.payload(&scope) else {
            say!("{}", turn(&scope, request, arguments));
            return Ok(false);
        };
        if is_revoked(voting, part.district, &part.revoked) {
            list.push(Message { kind: Kind::Reissue, payload });
        }
    }
    let messages = Messages { election: session.board.election_id()?, list };
    let kept = Kept::new(messages.clone())?;
    session.change(|held| held.keep(kept))?;
    session.send(&arguments.step.post, messages)?;
    if arguments.step.post.out.is_some() {
        return Ok(false);
    }
    session.read_again(&arguments.step.post.board)?;
    is_done(session, arguments, request)
}

fn is_revoked(voting: &Voting, district: u16, credential: &Encoded) -> bool {
    let voter = point(&credential.0).and_then(|it| voting.voter(district, &it).ok());
    voter.is_some_and(|voter| voter.standing == Standing::Revoked)
}

/// Who must run the command next.
fn turn(scope: &Scope<'_>, request: &Request, arguments: &Arguments) -> String {
    let file = arguments.request.as_ref().map_or(String::new(), |file| file.display().to_string());
    let lacks = |registrar: u8, shares: bool| {
        request.districts.iter().any(|part| {
            if shares { part.share_of(registrar).is_none() } else { !part.is_signed_by(registrar) }
        })
    };
    let names = |shares: bool| -> Vec<&str> {
        let all = (0..).zip(scope.registrars).filter(|&(index, _)| lacks(index, shares));
        all.map(|(_, party)| party.name.as_str()).collect()
    };
    let (sharing, signing) = (names(true), names(false));
    if sharing.is_empty() {
        format!(
            "Next: {} must sign: hand them {file}, and tell them whom it is about.",
            signing.join(", ")
        )
    } else {
        format!(
            "Next: {} must make a code too: hand them {file}, and tell them whom it is about.",
            sharing.join(", ")
        )
    }
}

/// Writes the file that travels, if it does.
fn save(session: &Session, arguments: &Arguments, request: &Request) -> Result<(), Failure> {
    match file(session.board.election()?, arguments)? {
        Some(file) => request.write(file),
        None => Ok(()),
    }
}

fn scope(session: &Session) -> Result<Scope<'_>, Failure> {
    let election = session.board.election()?;
    Ok(Scope {
        election: election.id().0,
        fingerprint: session.board.signing_context()?,
        registrars: &election.definition().registrars,
    })
}

fn other_person(arguments: &Arguments) -> Failure {
    Failure::mismatch(anyhow!(
        "this request is not about the resident {:?}: what it replaces is not theirs by your own file. Nothing was \
         signed; ask whoever handed it to you",
        arguments.person
    ))
}

/// Proofs and signatures have 64 bytes each.
fn unsigned() -> Failure {
    Failure::system(anyhow!("a proof or a signature came out too short: nothing was signed"))
}

fn foreign_share() -> Failure {
    Failure::mismatch(anyhow!(
        "the share under your name is not the one that you made: somebody put another in its place, or this is an \
         old copy of your file. Nothing was signed"
    ))
}
