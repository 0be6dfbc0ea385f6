// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.page;

import java.util.Arrays;
import java.util.Optional;

/** Page types of SNP_LAUNCH_UPDATE (SEV-SNP firmware ABI, PAGE_TYPE); VMSA is the firmware's alone. */
public enum SnpPageType {
    /** Content and place are measured. */
    NORMAL(1),
    /** A VMSA; used inside SNP_LAUNCH_FINISH, refused by the kernel from outside. */
    VMSA(2),
    /** Zeros; the place is measured. */
    ZERO(3),
    /** The place is measured, the content is not. */
    UNMEASURED(4),
    /** The secrets page, which the firmware fills. */
    SECRETS(5),
    /** The CPUID page, which the firmware checks. */
    CPUID(6);

    private final int code;

    SnpPageType(int code) {
        this.code = code;
    }

    /** Its number in the kernel's struct and in PAGE_INFO. */
    public int code() {
        return code;
    }

    /** The type with a number; empty for an unknown one. */
    public static Optional<SnpPageType> of(int code) {
        return Arrays.stream(values()).filter(type -> type.code == code).findFirst();
    }
}
