// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.testing;

import java.util.List;
import java.util.Optional;
import org.cloister.api.GuestType;
import org.cloister.api.operate.Diagnosis;
import org.cloister.api.operate.Diagnosis.Kind;
import org.cloister.api.operate.Diagnosis.Level;
import org.cloister.api.operate.Doctor;

/** Stands for the service that a framework has. One type is missing, all others are there. */
public final class FakeDoctor implements Doctor {
    public static final GuestType MISSING = new GuestType("sev-es");
    public static final Diagnosis ILL = new Diagnosis(
            "sev-es",
            false,
            "not there: its bundle is stopped",
            List.of("no service brings sev-es", "org.cloister.seves is stopped"),
            "start the bundle org.cloister.seves");
    public static final Diagnosis WELL = new Diagnosis("softsev", true, "emulated platform", List.of(), "");

    public static final Diagnosis WARNING = new Diagnosis(
            Kind.PLATFORM, "platform kvm", Level.WARN, "no /dev/kvm", List.of("no /dev/kvm"), "load the module");

    private static Diagnosis type(String name) {
        return new Diagnosis(Kind.GUEST_TYPE, "guest type " + name, Level.OK, "can be launched", List.of(), "");
    }

    @Override
    public List<Diagnosis> examine() {
        return List.of(ILL, WARNING, WELL, type("sev"), type("sevsnp"));
    }

    @Override
    public List<Diagnosis> examine(String name) {
        GuestType type = new GuestType(name);
        return List.of(
                switch (type.name()) {
                    case "sev-es" -> ILL;
                    case "kvm" -> WARNING;
                    default -> WELL;
                });
    }

    @Override
    public boolean knows(GuestType type) {
        return type.equals(MISSING);
    }

    @Override
    public Optional<Diagnosis> whyMissing(GuestType type) {
        return type.equals(MISSING) ? Optional.of(ILL) : Optional.empty();
    }
}
