// SPDX-License-Identifier: Apache-2.0
package org.cloister.owner.show;

import java.util.function.BiFunction;
import java.util.function.Predicate;
import org.cloister.amd.struct.Structure;
import org.cloister.api.Bytes;

/**
 * A kind of file that can be shown: a line of the table in {@link FileKinds}. Immutable.
 *
 * @param name by which it can be asked for
 * @param title what it is, in a few words with an article
 * @param sign what shows at a glance that a file is meant to be of this kind, as part of a sentence
 * @param seems whether a file has that sign, whatever the rest is; of any bytes, without an exception
 * @param reader reads the bytes, called by the second argument in problems; throws a
 *     {@link org.cloister.api.CloisterException} for those that cannot be read
 */
public record FileKind(
        String name, String title, String sign, Predicate<Bytes> seems, BiFunction<Bytes, String, Structure> reader) {
    /** Its name. */
    @Override
    public String toString() {
        return name;
    }
}
