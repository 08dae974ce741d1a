//! Greedy: what most cities do, under many names ("BasicAV" in the literature; "greedy" in
//! Pabulib). Projects are considered by score, descending; each is funded if it fits what is left, else skipped
//! (Talmon and Faliszewski, AAAI 2019; Rey and Maly, "The (Computational) Social Choice Take on
//! Indivisible Participatory Budgeting", 2023).

use alloc::vec::Vec;

use crate::definition::District;

/// `order` is the projects by score.
pub(super) fn winners(district: &District, order: Vec<u16>) -> Vec<u16> {
    let mut left = district.budget;
    order
        .into_iter()
        .filter(|&position| match left.checked_sub(district.projects[usize::from(position)].cost) {
            Some(rest) => {
                left = rest;
                true
            }
            None => false,
        })
        .collect()
}
