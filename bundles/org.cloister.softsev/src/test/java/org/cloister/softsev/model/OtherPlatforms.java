// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev.model;

/** The usual processor but for what a test is about. */
public final class OtherPlatforms {
    private static final PlatformSettings USUAL = PlatformSettings.DEFAULT;

    private OtherPlatforms() {}

    /** Other policies that it can fulfil. */
    public static PlatformSettings with(PolicyLimits policies) {
        return of(USUAL.generation(), USUAL.attestation(), policies, USUAL.host());
    }

    /** Another generation, with other reports and the policies of that generation. */
    public static PlatformSettings with(EmulatedGeneration generation, AttestationSettings reports) {
        return of(generation, reports, PolicyLimits.of(generation), USUAL.host());
    }

    /** On a host that drives it otherwise. */
    public static PlatformSettings on(HostSettings host) {
        return of(USUAL.generation(), USUAL.attestation(), USUAL.policies(), host);
    }

    private static PlatformSettings of(
            EmulatedGeneration generation, AttestationSettings reports, PolicyLimits limits, HostSettings host) {
        return new PlatformSettings(
                USUAL.maxAsid(),
                USUAL.firstSevAsid(),
                USUAL.cbit(),
                USUAL.reducedPhysBits(),
                generation,
                USUAL.vmsaFeatures(),
                USUAL.maxVcpus(),
                USUAL.maxMemory(),
                reports,
                limits,
                host);
    }
}
