// SPDX-License-Identifier: Apache-2.0
package org.cloister.owner.show;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.cloister.amd.struct.Structure;
import org.cloister.api.Problem;
import org.cloister.owner.OwnerCodes;

/**
 * What a file was found to be. Immutable.
 *
 * @param where the file, for messages
 * @param attempts one for each kind, in the order of the table
 */
public record FileKindMatch(String where, List<FileKindAttempt> attempts) {
    /** Copies the list. */
    public FileKindMatch {
        attempts = List.copyOf(attempts);
    }

    /** The kind that the file is of, or is meant to be of: the only one whose sign it has; empty otherwise. */
    public Optional<FileKind> kind() {
        return decisive().map(FileKindAttempt::kind);
    }

    /** Whether the file is of one kind, or meant to be: then the other kinds need not be reported. */
    public boolean decided() {
        return decisive().isPresent();
    }

    /**
     * What is in the file.
     *
     * @throws org.cloister.api.CloisterException {@code show.unknown} when it is of no kind, {@code show.ambiguous}
     *     when it may be of several, another when it is meant to be of a kind and cannot be read
     */
    public Structure structure() {
        FileKindAttempt attempt = decisive().orElseThrow(() -> undecided().exception());
        return attempt.shown().orElseThrow(() -> attempt.problem().orElseThrow().exception());
    }

    /** The only one that can be read; or else the only one that has a sign. */
    private Optional<FileKindAttempt> decisive() {
        return only(with(true)).or(() -> with(true).isEmpty() ? only(with(false)) : Optional.empty());
    }

    private List<FileKindAttempt> with(boolean readable) {
        return attempts.stream()
                .filter(attempt ->
                        attempt.seemed() && (!readable || attempt.shown().isPresent()))
                .toList();
    }

    private static Optional<FileKindAttempt> only(List<FileKindAttempt> some) {
        return some.size() == 1 ? Optional.of(some.get(0)) : Optional.empty();
    }

    private Problem undecided() {
        List<FileKindAttempt> possible = with(true).isEmpty() ? with(false) : with(true);
        if (possible.isEmpty()) {
            return Problem.input(OwnerCodes.SHOW_UNKNOWN, "this is none of the kinds of files that are known")
                    .at(where)
                    .expected("one of " + names(attempts));
        }
        return Problem.input(OwnerCodes.SHOW_AMBIGUOUS, "this may be of several kinds")
                .at(where)
                .found(names(possible))
                .remedy("say which one it is taken for");
    }

    private static String names(List<FileKindAttempt> some) {
        return some.stream().map(attempt -> attempt.kind().name()).collect(Collectors.joining(", "));
    }
}
