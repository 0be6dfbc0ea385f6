// SPDX-License-Identifier: Apache-2.0
package org.cloister.owner.fetch;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.cloister.amd.tcb.KdsRequest;
import org.cloister.amd.x509.CertificateBundle;
import org.cloister.api.Bytes;

/**
 * What came of one request. Immutable.
 *
 * @param request what was asked for
 * @param source where the content comes from
 * @param content DER or PEM as the service gives it; empty when it could not be obtained
 * @param note why it could not be obtained, or why it comes from the cache though it is due to be asked for; else empty
 * @param again when it is worth to ask again, where that is known
 */
public record Fetched(KdsRequest request, Source source, Bytes content, String note, Optional<Instant> again) {
    /** Where a content comes from. */
    public enum Source {
        /** An earlier request. */
        CACHE,
        /** The key service, or the mirror that takes its place. */
        SERVICE,
        /** It could not be obtained. */
        NONE
    }

    /** Checks that all parts are there. */
    public Fetched {
        Objects.requireNonNull(request, "request");
        Objects.requireNonNull(source, "source");
        Objects.requireNonNull(content, "content");
        Objects.requireNonNull(note, "note");
        Objects.requireNonNull(again, "again");
    }

    static Fetched of(KdsRequest request, Source source, Bytes content) {
        return new Fetched(request, source, content, "", Optional.empty());
    }

    static Fetched missing(KdsRequest request, String why, Optional<Instant> again) {
        return new Fetched(request, Source.NONE, Bytes.EMPTY, why, again);
    }

    Fetched noting(String why, Optional<Instant> when) {
        return new Fetched(request, source, content, why, when);
    }

    /** Whether there is a content. */
    public boolean found() {
        return source != Source.NONE;
    }

    /** What a file with it is called, in a cache and elsewhere: as the request says, so that people recognise it. */
    public String fileName() {
        return fileName(request);
    }

    static String fileName(KdsRequest request) {
        String begin = request.subject().kind() + "-" + request.generation().product();
        return switch (request.subject()) {
            case CHIP_CERTIFICATE ->
                String.format(
                        Locale.ROOT,
                        "%s-%s-%016x.der",
                        begin,
                        request.hardwareId().hex(),
                        request.tcb().orElseThrow().raw());
            case CHIP_CHAIN, LOADED_CHAIN -> begin + "-chain.pem";
            case CHIP_REVOCATIONS, LOADED_REVOCATIONS -> begin + ".crl";
        };
    }

    /** The certificates and lists of all that could be obtained, for a verification. */
    public static CertificateBundle certificates(List<Fetched> all) {
        return all.stream().map(Fetched::certificates).reduce(CertificateBundle.EMPTY, CertificateBundle::and);
    }

    /** The certificates and lists in it, for a verification; none when it could not be obtained. */
    public CertificateBundle certificates() {
        return found() ? CertificateBundle.read(content, request.address()) : CertificateBundle.EMPTY;
    }
}
