package org.cloister.owner;

import java.util.Set;
import org.cloister.api.GuestType;
import org.cloister.api.Problem;

/** Which guest types a measurement can be computed for. */
final class MeasurableTypes {
    private static final GuestType SNP = new GuestType("sev-snp");
    private static final Set<GuestType> NOT_YET = Set.of(new GuestType("sev"), new GuestType("sev-es"));

    private MeasurableTypes() {}

    static void check(GuestType type) {
        if (NOT_YET.contains(type)) {
            throw Problem.host("type.unsupported", "this version computes no measurement of this guest type")
                    .found(type)
                    .expected(SNP)
                    .exception();
        }
        if (!type.equals(SNP)) {
            throw Problem.input("type.unknown", "there is no guest type of this name")
                    .found(type)
                    .expected("one of sev, sev-es, sev-snp")
                    .exception();
        }
    }
}
