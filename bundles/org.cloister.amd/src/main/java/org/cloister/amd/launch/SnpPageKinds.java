// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.launch;

import java.util.Map;
import org.cloister.amd.page.SnpPageType;
import org.cloister.api.Problem;
import org.cloister.api.guest.PageKind;

/** Which page type of SNP_LAUNCH_UPDATE a kind of page of a launch plan is. */
public final class SnpPageKinds {
    private static final Map<PageKind, SnpPageType> TYPES = Map.of(
            PageKind.NORMAL, SnpPageType.NORMAL,
            PageKind.ZERO, SnpPageType.ZERO,
            PageKind.UNMEASURED, SnpPageType.UNMEASURED,
            PageKind.SECRETS, SnpPageType.SECRETS,
            PageKind.CPUID, SnpPageType.CPUID,
            PageKind.VMSA, SnpPageType.VMSA);

    private SnpPageKinds() {}

    /**
     * The page type of a kind.
     *
     * @throws org.cloister.api.CloisterException {@code snp.page-kind} for a kind that SNP does not have
     */
    public static SnpPageType typeOf(PageKind kind) {
        SnpPageType type = TYPES.get(kind);
        if (type == null) {
            throw Problem.input(LaunchCodes.SNP_PAGE_KIND, "SEV-SNP has no pages of this kind")
                    .at("launch plan")
                    .found(kind)
                    .expected("one of normal, zero, unmeasured, secrets, cpuid, vmsa")
                    .exception();
        }
        return type;
    }
}
