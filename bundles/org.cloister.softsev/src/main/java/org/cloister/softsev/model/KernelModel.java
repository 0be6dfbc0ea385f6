// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev.model;

import org.cloister.amd.kvm.SevAttribute;

/**
 * The releases of Linux whose KVM the platform can be, one row each with what clients see of the difference
 * (arch/x86/kvm/svm/sev.c). Everything that has no column here is the same in all of them. Which attributes of
 * {@code /dev/kvm} there are follows from {@link SevAttribute#firstLinux}.
 */
public enum KernelModel {
    /** Copies the source of a page from wherever it is; knows no requests for certificates. */
    LINUX_6_16("6.16", false, false),
    /** Takes whole pages as sources; certificates are asked for (SNP_ENABLE_REQ_CERTS). The newest that was read. */
    LINUX_7_0("7.0", true, true);

    private final String release;
    private final boolean alignedSources;
    private final boolean certificateRequests;

    KernelModel(String release, boolean alignedSources, boolean certificateRequests) {
        this.release = release;
        this.alignedSources = alignedSources;
        this.certificateRequests = certificateRequests;
    }

    /** Its number, such as {@code 6.16}. */
    public String release() {
        return release;
    }

    /** Whether {@code uaddr} of SNP_LAUNCH_UPDATE has to be a multiple of 4096 (snp_launch_update). */
    public boolean alignedSources() {
        return alignedSources;
    }

    /** Whether there is SNP_ENABLE_REQ_CERTS (snp_enable_certs). */
    public boolean certificateRequests() {
        return certificateRequests;
    }

    /** Whether {@code KVM_GET_DEVICE_ATTR} knows an attribute. */
    public boolean has(SevAttribute attribute) {
        return number(attribute.firstLinux()) <= number(release);
    }

    private static int number(String release) {
        String[] parts = release.split("\\.");
        return Integer.parseInt(parts[0]) * 1000 + Integer.parseInt(parts[1]);
    }
}
