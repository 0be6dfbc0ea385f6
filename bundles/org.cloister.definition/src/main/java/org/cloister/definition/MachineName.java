// SPDX-License-Identifier: Apache-2.0
package org.cloister.definition;

import java.util.List;
import java.util.regex.Pattern;
import org.cloister.api.NearestNames;
import org.cloister.api.Problem;

/**
 * Names of QEMU's machines that carry encrypted guests: its two PCs, without a version, with one of QEMU's, or with one
 * of a distribution's, which add theirs at will.
 */
final class MachineName {
    private static final List<String> ALONE = List.of("q35", "pc", "ubuntu", "ubuntu-q35");
    private static final Pattern VERSIONED =
            Pattern.compile("pc-(?:q35|i440fx)-[A-Za-z0-9][A-Za-z0-9._+-]{0,63}|pc-[0-9]{1,2}\\.[0-9]{1,2}");

    private MachineName() {}

    /**
     * Refuses any other.
     *
     * @param where what the name is called in problems
     */
    static void require(String where, String name) {
        if (!ALONE.contains(name) && !VERSIONED.matcher(name).matches()) {
            throw Problem.input(DefinitionCodes.QEMU_MACHINE, "this machine of QEMU's is not known")
                    .at(where)
                    .found(name)
                    .expected("q35 or pc, or one with a version such as pc-q35-9.2")
                    .remedy("QEMU lists its machines with -machine help; "
                            + NearestNames.offer(name, List.of("q35", "pc", "pc-q35-9.2", "pc-i440fx-9.2")))
                    .exception();
        }
    }
}
