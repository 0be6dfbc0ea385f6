// SPDX-License-Identifier: Apache-2.0
package org.cloister.core.swap;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.Attributes;
import java.util.stream.Collectors;
import org.cloister.api.CloisterException;
import org.cloister.api.GuestType;
import org.cloister.api.Problem;
import org.cloister.api.guest.GuestTypeNamespace;
import org.cloister.core.codes.CoreCodes;
import org.cloister.core.doctor.Clauses;
import org.osgi.framework.Constants;

/** The guest type of a bundle as its manifest has it, so that it is known before anything of the bundle runs. */
final class DeclaredType {
    private static final String NAMESPACE = GuestTypeNamespace.NAMESPACE;

    private DeclaredType() {}

    static GuestType of(Path file, Attributes headers) {
        String header = headers.getValue(Constants.PROVIDE_CAPABILITY);
        Set<String> names = header == null
                ? Set.of()
                : Clauses.attribute(header, NAMESPACE, NAMESPACE).stream()
                        .flatMap(value -> Arrays.stream(value.split(",")))
                        .map(String::strip)
                        .collect(Collectors.toCollection(TreeSet::new));
        if (names.isEmpty()) {
            throw undeclared(file, "no capability " + NAMESPACE);
        }
        if (names.size() > 1) {
            throw Problem.input(CoreCodes.SWAP_TYPES, "the bundle brings more than one guest type")
                    .at(file.toString())
                    .found(names)
                    .remedy("make one bundle for each")
                    .exception();
        }
        return type(file, names.iterator().next());
    }

    private static GuestType type(Path file, String name) {
        try {
            return new GuestType(name);
        } catch (CloisterException e) {
            throw undeclared(file, "capability " + NAMESPACE + " of " + name);
        }
    }

    private static CloisterException undeclared(Path file, String found) {
        return Problem.input(
                        CoreCodes.SWAP_UNDECLARED,
                        "the manifest does not say which guest type the bundle brings; nothing of it was run")
                .at(file.toString())
                .found(found)
                .expected("one guest type in " + Constants.PROVIDE_CAPABILITY)
                .remedy("add the header: " + Constants.PROVIDE_CAPABILITY + ": " + NAMESPACE + ";" + NAMESPACE
                        + "=TYPE, with the name of its guest type such as sev-snp")
                .exception();
    }
}
