use alloc::vec::Vec;

/// The items that make a check of many at once fail, found by halving. `holds` says whether all of the
/// items that it is given are right.
///
/// For one wrong item among n the halves that are looked at are 2 n items together.
pub(super) fn search<T: Copy>(items: &[T], holds: &mut impl FnMut(&[T]) -> bool) -> Vec<T> {
    if holds(items) { Vec::new() } else { halve(items, holds) }
}

/// [`search`] among items of which at least one is wrong.
pub(super) fn halve<T: Copy>(items: &[T], holds: &mut impl FnMut(&[T]) -> bool) -> Vec<T> {
    if items.len() <= 1 {
        return items.to_vec();
    }
    let (left, right) = items.split_at(items.len() / 2);
    if holds(left) {
        // So the other half does not, which need not be looked at as a whole.
        return halve(right, holds);
    }
    let mut found = halve(left, holds);
    found.extend(search(right, holds));
    found
}
