//! What is secret can't be printed or compared.

use core::fmt::Debug;

use crate::ballot::{Choices, Opening};
use crate::credential::VoterCredential;
use crate::dkg::{Dealer, KeyShare, OpenedDealer, Recipient};
use crate::group::SecretScalar;

/// Two implementations for a type with the bound, one without it: naming no marker is then
/// ambiguous, and a test of a type that gains the bound no longer compiles.
macro_rules! have_no {
    ($bound:ident: $($type:ty),+) => {{
        trait Lacks<Marker> {
            fn lacks() {}
        }
        struct Bound;
        impl<T: ?Sized> Lacks<()> for T {}
        impl<T: ?Sized + $bound> Lacks<Bound> for T {}
        $(<$type as Lacks<_>>::lacks();)+
    }};
}

#[test]
fn no_secret_has_a_debug_form_or_an_equality_in_variable_time() {
    have_no!(Debug: SecretScalar, Choices, Opening, VoterCredential);
    have_no!(Debug: Dealer, OpenedDealer, Recipient, KeyShare);
    have_no!(PartialEq: SecretScalar, Choices, Opening, VoterCredential, KeyShare);
}
