// SPDX-License-Identifier: Apache-2.0
package org.cloister.definition;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The memory of a domain, in libvirt's units (libvirt, "Domain XML format", "Memory Allocation"). */
final class DomainMemory {
    private static final String PREFIXES = "kmgtpe";
    private static final long MEBIBYTE = 1 << 20;
    /** What libvirt's numbers may be at most. */
    private static final long MOST = Long.MAX_VALUE - MEBIBYTE;

    private final DomainContent content;
    private final List<String> notes;

    DomainMemory(DomainContent content, List<String> notes) {
        this.content = content;
        this.notes = notes;
    }

    /** Bytes of RAM at start; libvirt rounds them up to whole MiB for QEMU (libvirt, qemu_domain.c). */
    Said<Long> launched() {
        Optional<Long> memory = bytes("memory");
        Optional<Long> current = bytes("currentMemory");
        if (memory.isEmpty()) {
            return new Said.Open<>(content.place("memory")
                    .problem("this domain says nothing of its memory", "none", "<memory unit='MiB'>…</memory>")
                    .remedy("give --memory SIZE"));
        }
        long whole = memory.get();
        current.filter(less -> less > whole).ifPresent(more -> {
            throw content.place("currentMemory").wrong("this is more than memory", more + " bytes", "at most " + whole);
        });
        current.filter(less -> less < whole)
                .ifPresent(less -> notes.add("currentMemory: the guest starts with all of memory; the balloon, which is"
                        + " not set up by a launch here, would take the rest back later."));
        bytes("maxMemory")
                .ifPresent(most -> notes.add("maxMemory: up to " + most / MEBIBYTE
                        + " MiB could be plugged in later, which is not set up by a launch here."));
        return new Said.Value<>(content.place("memory").text(), whole);
    }

    private Optional<Long> bytes(String element) {
        return content.text(element).map(text -> {
            LibvirtPlace place = content.place(element);
            long number = content.number(place, text, 1, MOST);
            String unit = content.attribute(element, "unit")
                    .filter(word -> !word.isEmpty())
                    .orElse("KiB");
            long scale = scale(content.place(element + "/@unit"), unit);
            if (number > MOST / scale) {
                throw place.wrong("this is more memory than there can be", number + " " + unit, "less");
            }
            return (number * scale + MEBIBYTE - 1) / MEBIBYTE * MEBIBYTE;
        });
    }

    /** {@code b} and {@code bytes}; {@code K} and {@code KiB} of 1024, {@code KB} of 1000, and so on. */
    private static long scale(LibvirtPlace place, String unit) {
        String word = unit.toLowerCase(Locale.ROOT);
        if (word.matches("b|bytes?")) {
            return 1;
        }
        if (!word.matches("[" + PREFIXES + "](i?b)?")) {
            throw place.wrong("this is not a unit of memory", unit, "b, KB, KiB, MB, MiB, GB, GiB, TB or TiB");
        }
        long step = word.endsWith("b") && !word.endsWith("ib") ? 1000 : 1024;
        long scale = 1;
        for (int i = 0; i <= PREFIXES.indexOf(word.charAt(0)); i++) {
            scale *= step;
        }
        return scale;
    }
}
