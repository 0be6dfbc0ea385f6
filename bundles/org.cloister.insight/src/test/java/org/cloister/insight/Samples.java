// SPDX-License-Identifier: Apache-2.0
package org.cloister.insight;

import java.util.List;
import java.util.Optional;
import org.cloister.api.GuestType;
import org.cloister.api.Problem;
import org.cloister.api.Trust;
import org.cloister.api.launch.Step;
import org.cloister.api.operate.BackendInfo;
import org.cloister.api.operate.GuestInfo;
import org.cloister.api.operate.LaunchFailure;
import org.cloister.api.operate.SwapReport;

/** Things that happened. */
final class Samples {
    static final GuestType SNP = new GuestType("sev-snp");
    static final GuestInfo GUEST =
            new GuestInfo("g1", SNP, "softsev", Trust.EMULATED, Optional.empty(), Optional.empty());

    private Samples() {}

    static LaunchFailure failure(Problem problem) {
        return new LaunchFailure("auto", Trust.HARDWARE, Optional.empty(), problem);
    }

    static SwapReport swap(long install, long rebind) {
        return new SwapReport(
                Optional.of(backend("1.0.0")),
                backend("1.1.0"),
                true,
                List.of(new Step("install", install), new Step("rebind", rebind)),
                List.of());
    }

    private static BackendInfo backend(String version) {
        return new BackendInfo(
                SNP,
                "org.cloister.snp",
                version,
                7,
                0,
                BackendInfo.Role.CURRENT,
                "snp 1",
                0,
                List.of(),
                Optional.empty());
    }
}
