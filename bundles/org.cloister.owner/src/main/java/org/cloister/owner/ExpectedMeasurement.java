package org.cloister.owner;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.cloister.amd.launch.SnpDigest;
import org.cloister.amd.launch.SnpPlanner;
import org.cloister.amd.measure.MeasuredPage;
import org.cloister.api.Bytes;
import org.cloister.api.GuestType;
import org.cloister.api.guest.GuestRequest;
import org.cloister.api.guest.LaunchPlan;

/**
 * The launch digest that a guest must have when it was launched as requested: computed, and worth comparing with what a secure
 * processor says, but itself no proof. It comes of the plan that a host would launch by, made without a platform. Immutable.
 *
 * @param type the guest type
 * @param algorithm the digest's, such as {@code SHA-384}
 * @param digest the digest itself
 * @param profile what the initial state of the processors follows, such as {@code init2}
 * @param pages what the digest covers, in its order
 * @param notes what the owner should know about choices that were made for it, each a sentence
 */
public record ExpectedMeasurement(
        GuestType type, String algorithm, Bytes digest, String profile, List<MeasuredPage> pages, List<String> notes) {
    /** The algorithm of launch digests of SEV-SNP (SEV-SNP firmware ABI, 8.17.2). */
    public static final String SNP_ALGORITHM = "SHA-384";

    /** Copies the lists and checks that all parts are there. */
    public ExpectedMeasurement {
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(algorithm, "algorithm");
        Objects.requireNonNull(digest, "digest");
        Objects.requireNonNull(profile, "profile");
        pages = List.copyOf(pages);
        notes = List.copyOf(notes);
    }

    /**
     * Computes what a guest must measure.
     *
     * @param type which guest type; this version knows {@code sev-snp}
     * @param request what the guest is asked to be
     * @param firmwareHash the digest after the firmware alone, to be trusted instead of hashing the image; empty to hash it
     * @throws org.cloister.api.CloisterException of kind {@code INPUT} for whatever is wrong with the request and for an unknown
     *     type ({@code type.unknown}), {@code HOST} for a known type that this version cannot measure ({@code type.unsupported})
     */
    public static ExpectedMeasurement of(GuestType type, GuestRequest request, Optional<Bytes> firmwareHash) {
        MeasurableTypes.check(type);
        LaunchPlan plan = SnpPlanner.plan(request);
        Bytes digest = firmwareHash.map(hash -> SnpDigest.of(plan, hash)).orElseGet(() -> SnpDigest.of(plan));
        return new ExpectedMeasurement(
                type, SNP_ALGORITHM, digest, plan.profile(), SnpDigest.pages(plan), plan.notes());
    }

    /**
     * Computes the digest after the firmware alone, which {@link #of} takes in place of the firmware's contents.
     *
     * @throws org.cloister.api.CloisterException as {@link #of}
     */
    public static Bytes firmwareHash(GuestType type, GuestRequest request) {
        MeasurableTypes.check(type);
        return SnpDigest.firmwareHash(SnpPlanner.plan(request));
    }
}
