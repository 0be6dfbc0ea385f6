// SPDX-License-Identifier: Apache-2.0
package org.cloister.core.doctor;

import java.util.List;
import org.cloister.api.operate.Diagnosis;
import org.cloister.api.operate.Diagnosis.Kind;
import org.cloister.api.operate.Diagnosis.Level;
import org.cloister.api.operate.VendorFault;

/** What bundles of vendors did against the contract, as it still has an effect. */
final class FaultsDiagnosis {
    private FaultsDiagnosis() {}

    static List<Diagnosis> of(List<VendorFault> faults) {
        return faults.stream().map(FaultsDiagnosis::of).toList();
    }

    private static Diagnosis of(VendorFault fault) {
        Cause cause = switch (fault.kind()) {
            case STUCK ->
                Cause.first(
                        "a call has not come back: " + fault.what(),
                        "cancel what still waits for it, and report it to who made the bundle; the thread ends with this"
                                + " process");
            case REFUSED -> Cause.first("a service is not used: " + fault.what(), "report it to who made the bundle");
            case LEAKED ->
                Cause.first(
                        "a machine was not given back: " + fault.what(),
                        "report it to who made the bundle; what it holds is free when this process ends");
        };
        return Diagnoses.of(Kind.BUNDLE, fault.bundle(), Level.WARN, cause);
    }
}
