// SPDX-License-Identifier: Apache-2.0
package org.cloister.monitor;

import com.google.gson.JsonElement;
import com.google.gson.JsonPrimitive;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.cloister.api.guest.PageKind;
import org.cloister.api.launch.Guest;

/**
 * A guest as QEMU's object {@code sev-guest} or {@code sev-snp-guest}: its properties with QEMU's names and types, as
 * given or as they resulted (QEMU, qapi/qom.json, SevCommonProperties and the following).
 */
final class GuestObject {
    private static final List<Property> COMMON = List.of(
            text("sev-device", guest -> "/dev/sev"),
            number(
                    "uint32",
                    "cbitpos",
                    guest -> given(guest, "cbitpos")
                            .map(Long::decode)
                            .orElseGet(() -> guest.platform().number("cbit").orElse(0))),
            number(
                    "uint32",
                    "reduced-phys-bits",
                    guest -> given(guest, "reduced-phys-bits")
                            .map(Long::decode)
                            .orElseGet(() ->
                                    guest.platform().number("reduced-phys-bits").orElse(0))),
            flag("kernel-hashes", GuestObject::kernelHashes));

    private static final List<Property> SEV = List.of(
            number("uint32", "policy", GuestObject::policy),
            number("uint32", "handle", guest -> guest.status().handle().orElse(0)),
            new Property(
                    "legacy-vm-type",
                    "OnOffAuto",
                    guest -> new JsonPrimitive(guest.report().plan().profile().equals("legacy") ? "on" : "off")));

    private static final List<Property> SNP = List.of(
            number("uint64", "policy", GuestObject::policy),
            text("guest-visible-workarounds"),
            text("id-block"),
            text("id-auth"),
            flag("author-key-enabled"),
            text("host-data"),
            flag("vcek-disabled"));

    private final Guest guest;
    private final boolean snp;

    GuestObject(Guest guest) {
        this.guest = guest;
        snp = guest.type().name().equals("sev-snp");
    }

    /**
     * A property.
     *
     * @param name QEMU's name for it
     * @param type QEMU's name for its type
     * @param value its value of a guest
     */
    record Property(String name, String type, Function<Guest, JsonElement> value) {}

    /** QEMU's name for its class. */
    String type() {
        return snp ? "sev-snp-guest" : "sev-guest";
    }

    List<Property> properties() {
        Property type = new Property("type", "string", any -> new JsonPrimitive(type()));
        return Stream.of(List.of(type), snp ? SNP : SEV, COMMON)
                .flatMap(List::stream)
                .toList();
    }

    Optional<JsonElement> get(String name) {
        return properties().stream()
                .filter(property -> property.name().equals(name))
                .findFirst()
                .map(property -> property.value().apply(guest));
    }

    private static long policy(Guest guest) {
        return guest.report().plan().policy().value();
    }

    /** The measured value says more than the requested one. */
    private static boolean kernelHashes(Guest guest) {
        return guest.report().plan().ranges().stream()
                .anyMatch(range ->
                        range.name().startsWith("kernel hashes") && range.kind().equals(PageKind.NORMAL));
    }

    private static Optional<String> given(Guest guest, String name) {
        return Optional.ofNullable(guest.properties().get(name));
    }

    private static Property text(String name) {
        return text(name, guest -> given(guest, name).orElse(""));
    }

    private static Property text(String name, Function<Guest, String> value) {
        return new Property(name, "string", value.andThen(JsonPrimitive::new));
    }

    private static Property number(String type, String name, Function<Guest, Long> value) {
        return new Property(name, type, value.andThen(JsonPrimitive::new));
    }

    private static Property flag(String name) {
        return flag(name, guest -> given(guest, name).filter("on"::equals).isPresent());
    }

    private static Property flag(String name, Function<Guest, Boolean> value) {
        return new Property(name, "bool", value.andThen(JsonPrimitive::new));
    }
}
