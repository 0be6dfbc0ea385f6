// SPDX-License-Identifier: Apache-2.0
package org.cloister.owner;

import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.cloister.amd.crypto.Hash;
import org.cloister.amd.launch.SnpDigest;
import org.cloister.amd.launch.SvsmPlanner;
import org.cloister.amd.measure.MeasuredPage;
import org.cloister.amd.setting.AmdType;
import org.cloister.api.Bytes;
import org.cloister.api.GuestType;
import org.cloister.api.Problem;
import org.cloister.api.ProblemCodes;
import org.cloister.api.guest.GuestRequest;
import org.cloister.api.guest.Image;
import org.cloister.api.guest.LaunchPlan;

/**
 * The launch digest that a guest must have when it was launched as requested: computed, and worth comparing with what a
 * secure processor says, but itself no proof. It follows from the plan that a host would launch by, made without a
 * platform. Immutable.
 *
 * @param type the guest type
 * @param algorithm the digest's, such as {@code SHA-384}
 * @param digest the digest itself
 * @param plan what it is the digest of
 */
public record ExpectedMeasurement(GuestType type, String algorithm, Bytes digest, LaunchPlan plan) {
    /** The algorithm of launch digests of SEV-SNP (SEV-SNP firmware ABI, 8.17.2). */
    public static final String SNP_ALGORITHM = Hash.SHA384.algorithm();

    /** Checks that all parts are there. */
    public ExpectedMeasurement {
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(algorithm, "algorithm");
        Objects.requireNonNull(digest, "digest");
        Objects.requireNonNull(plan, "plan");
    }

    /** Whether guests of a type can be measured here; others are known to their own backends alone. */
    public static boolean knows(GuestType type) {
        return Measurable.find(type).isPresent();
    }

    /**
     * Computes what a guest must measure.
     *
     * @param type {@code sev}, {@code sev-es} or {@code sev-snp}
     * @param request what the guest is asked to be
     * @param firmwareHash the SNP digest after the firmware alone, to be trusted instead of hashing the image; empty to
     *     hash it
     * @throws org.cloister.api.CloisterException of kind {@code INPUT} for whatever is wrong with the request and for
     *     an unknown type ({@code type.unknown})
     */
    public static ExpectedMeasurement of(GuestType type, GuestRequest request, Optional<Bytes> firmwareHash) {
        Measurable measurable = Measurable.of(type);
        firmwareHash.ifPresent(hash -> requireSnp(measurable));
        LaunchPlan plan = measurable.plan(request);
        Bytes digest = firmwareHash.map(hash -> SnpDigest.of(plan, hash)).orElseGet(() -> measurable.digest(plan));
        return new ExpectedMeasurement(type, measurable.algorithm(), digest, plan);
    }

    /**
     * Computes what an SNP guest with a secure VM service module must measure.
     *
     * @param request what the guest is asked to be, with the firmware above the module
     * @param module the module's image
     * @param variables bytes of the variables between firmware and module, 0 where there are none
     * @throws org.cloister.api.CloisterException of kind {@code INPUT} for whatever is wrong with the request
     */
    public static ExpectedMeasurement withSvsm(GuestRequest request, Image module, long variables) {
        LaunchPlan plan = SvsmPlanner.plan(request, module, variables);
        return new ExpectedMeasurement(plan.type(), SNP_ALGORITHM, SnpDigest.of(plan), plan);
    }

    /**
     * Computes the digest of an SNP guest after the firmware alone, which {@link #of} takes in place of the firmware's
     * contents.
     *
     * @throws org.cloister.api.CloisterException as {@link #of}
     */
    public static Bytes firmwareHash(GuestType type, GuestRequest request) {
        Measurable measurable = Measurable.of(type);
        requireSnp(measurable);
        return SnpDigest.firmwareHash(measurable.plan(request));
    }

    /** Everything that the digest covers, page by page, in its order. Hashes each page again. */
    public List<MeasuredPage> pages() {
        return Measurable.of(type).pages(plan);
    }

    /** What the initial state of the processors follows, such as {@code init2}. */
    public String profile() {
        return plan.profile();
    }

    /** What the owner should know about choices that were made for it, each a sentence. */
    public List<String> notes() {
        return plan.notes();
    }

    /** A digest over the bytes of all ranges, as SEV has, cannot go on from a page's. */
    private static void requireSnp(Measurable measurable) {
        if (measurable != Measurable.SEV_SNP) {
            throw Problem.input(
                            ProblemCodes.MEASURE_FIRMWARE_HASH,
                            "only launch digests of sev-snp go on from a firmware hash")
                    .at("firmware-hash")
                    .found(measurable.name().toLowerCase(Locale.ROOT).replace('_', '-'))
                    .expected(AmdType.SEV_SNP.type())
                    .exception();
        }
    }
}
