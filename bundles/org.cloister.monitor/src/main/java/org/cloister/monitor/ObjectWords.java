// SPDX-License-Identifier: Apache-2.0
package org.cloister.monitor;

import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.cloister.api.Bytes;
import org.cloister.api.guest.DirectBoot;
import org.cloister.api.guest.GuestRequest;
import org.cloister.api.guest.Image;

/**
 * How the guest and its protection were written by its caller, as far as the guest itself does not know. Immutable.
 *
 * @param id the name of its object under {@code /objects}
 * @param files the names of the files that settings were read from, by setting
 * @param profileImplied whether nobody chose a profile, and QEMU's default decided
 * @param machine the machine by QEMU's name, with a version or without, such as {@code q35} or {@code pc-q35-9.2}
 * @param request what was launched; empty where nobody kept it, and then its files have no names
 * @since 1.1
 */
public record ObjectWords(
        String id, Map<String, String> files, boolean profileImplied, String machine, Optional<GuestRequest> request) {
    /** Those of a guest of which no such word was given. */
    public static final ObjectWords USUAL = new ObjectWords("sev0", Map.of(), false);

    /** Copies the map and checks that all parts are there. */
    public ObjectWords {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(machine, "machine");
        Objects.requireNonNull(request, "request");
        files = Map.copyOf(files);
    }

    /** Those of a guest on QEMU's usual machine, whose request nobody kept. */
    public ObjectWords(String id, Map<String, String> files, boolean profileImplied) {
        this(id, files, profileImplied, "q35", Optional.empty());
    }

    /**
     * The same of a guest on this machine, launched by this request, of whose images the names alone are kept.
     *
     * @since 1.2
     */
    public ObjectWords with(String otherMachine, GuestRequest launched) {
        GuestRequest named = new GuestRequest(
                named(launched.firmware()),
                launched.boot().map(ObjectWords::named),
                launched.vcpus(),
                launched.vcpuType(),
                launched.memory(),
                launched.properties());
        return new ObjectWords(id, files, profileImplied, otherMachine, Optional.of(named));
    }

    private static DirectBoot named(DirectBoot boot) {
        return new DirectBoot(named(boot.kernel()), boot.initrd().map(ObjectWords::named), boot.commandLine());
    }

    private static Image named(Image image) {
        return new Image(image.name(), Bytes.EMPTY);
    }
}
