// SPDX-License-Identifier: Apache-2.0
package org.cloister.owner.show;

import java.util.Optional;
import org.cloister.amd.struct.Structure;
import org.cloister.api.Bytes;
import org.cloister.api.CloisterException;
import org.cloister.api.Problem;
import org.cloister.owner.OwnerCodes;

/**
 * What came of taking a file for one kind. Immutable.
 *
 * @param kind what it was taken for
 * @param seemed whether it has the sign of that kind
 * @param shown what is in it; empty when it was refused
 * @param problem why it was refused; empty when it was not
 */
public record FileKindAttempt(FileKind kind, boolean seemed, Optional<Structure> shown, Optional<Problem> problem) {
    /** Takes a file for a kind if it has the sign of it. */
    static FileKindAttempt of(FileKind kind, Bytes content, String where) {
        if (!kind.seems().test(content)) {
            Problem unlike = Problem.input(OwnerCodes.SHOW_SIGN, "this is not " + kind.title())
                    .expected(kind.sign());
            return new FileKindAttempt(kind, false, Optional.empty(), Optional.of(unlike));
        }
        try {
            return new FileKindAttempt(kind, true, Optional.of(kind.reader().apply(content, where)), Optional.empty());
        } catch (CloisterException refused) {
            return new FileKindAttempt(kind, true, Optional.empty(), Optional.of(refused.problem()));
        }
    }

    /** The kind, and why it was refused if it was, in one line. */
    @Override
    public String toString() {
        return kind + ": " + problem.map(Problem::message).orElse("this may be " + kind.title());
    }
}
