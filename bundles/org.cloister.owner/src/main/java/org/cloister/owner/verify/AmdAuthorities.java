// SPDX-License-Identifier: Apache-2.0
package org.cloister.owner.verify;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.cloister.amd.cert.CertificateFile;
import org.cloister.amd.tcb.Generation;
import org.cloister.amd.x509.AmdCertificate;
import org.cloister.amd.x509.CertificateBundle;
import org.cloister.api.Bytes;

/**
 * AMD's public authorities, which are part of the product: ARK, ASK and ASVK of SEV-SNP in X.509, and ARK and ASK of
 * SEV in AMD's own format.
 *
 * <p>They are candidates for a chain like any others that are given: what is trusted is said by {@link Roots} alone.
 * AMD publishes the first at {@code kdsintf.amd.com/vcek/v1/PRODUCT/cert_chain} and {@code …/vlek/v1/…}, the second as
 * {@code ask_ark_PRODUCT.cert} at {@code developer.amd.com/sev}. Tests hold them against the pinned keys of the roots
 * and against the digests that others publish.
 */
public final class AmdAuthorities {
    private static final String FOLDER = "authorities/";
    private static final String WHERE = "built in";

    private AmdAuthorities() {}

    /**
     * Those of SEV-SNP: ASK, ARK and ASVK of one generation; none for one that has no SEV-SNP, or whose authorities AMD
     * has not published.
     */
    public static List<AmdCertificate> snp(Generation generation) {
        return Snp.ALL.getOrDefault(generation, List.of());
    }

    /** Those of SEV and SEV-ES: ASK and ARK of some generations, of those with a root that is known. */
    static Stream<SourcedCertificate> sev(Predicate<Generation> which) {
        return Sev.ALL.entrySet().stream()
                .filter(one -> which.test(one.getKey()))
                .flatMap(one -> one.getValue().stream());
    }

    private static Stream<Generation> published() {
        return Stream.of(Generation.values())
                .filter(one -> one.rootFingerprint().isPresent());
    }

    private static Bytes content(Generation generation, String suffix) {
        String name = FOLDER + generation.name().toLowerCase(Locale.ROOT) + suffix;
        try (InputStream in = AmdAuthorities.class.getResourceAsStream(name)) {
            return Bytes.of(in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Read when they are first asked for. */
    private static final class Snp {
        static final Map<Generation, List<AmdCertificate>> ALL = new EnumMap<>(Generation.class);

        static {
            published()
                    .filter(Generation::snp)
                    .forEach(one -> ALL.put(
                            one,
                            CertificateBundle.read(content(one, ".pem"), WHERE).certificates()));
        }
    }

    /** Read when they are first asked for. */
    private static final class Sev {
        static final Map<Generation, List<SourcedCertificate>> ALL = new EnumMap<>(Generation.class);

        static {
            published().forEach(one -> ALL.put(one, read(one)));
        }

        private static List<SourcedCertificate> read(Generation generation) {
            return CertificateFile.decode(content(generation, ".cert"), WHERE).stream()
                    .map(certificate -> new SourcedCertificate(certificate, generation.product() + ", " + WHERE))
                    .toList();
        }
    }
}
