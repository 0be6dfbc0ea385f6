// SPDX-License-Identifier: Apache-2.0
package org.cloister.owner.fetch;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.cloister.amd.tcb.KdsRequest;
import org.cloister.amd.tcb.KdsSubject;
import org.cloister.amd.x509.AmdCertificate;
import org.cloister.amd.x509.AmdCrl;
import org.cloister.api.Bytes;
import org.cloister.api.CloisterException;
import org.cloister.api.Limits;
import org.cloister.api.files.FolderLock;
import org.cloister.owner.OwnerCodes;
import org.cloister.owner.verify.Roots;

/**
 * Gets certificates and revocation lists: from the cache where it has them, else from AMD's key service or a mirror.
 *
 * <p>The certificate of a chip and TCB version is kept for ever, a chain too. A list is asked for again after a day; it
 * is never used past the time of the next one, and never replaced by an older one. Nothing is believed because it lies
 * in the cache: what does not verify there is removed and fetched again. For one thread; processes and other instances
 * share a cache safely.
 */
public final class CertificateFetcher {
    private static final Duration LIST_AGE = Duration.ofDays(1);

    private final FetchSettings settings;
    private final ContentJudge judge;
    private final FetchClock clock;
    private final Limits limits;
    private final CertificateCache cache;
    private final Instant until;
    private Requester requester;

    /**
     * One that fetches what is below certain roots.
     *
     * @param authorities candidates for the chains of what is fetched, beside AMD's
     * @param limits end fetching early; the time begins to run now
     * @throws CloisterException {@code files.…} of kind {@code HOST} when the cache cannot be a private folder
     */
    public CertificateFetcher(
            FetchSettings settings, Roots roots, List<AmdCertificate> authorities, FetchClock clock, Limits limits) {
        this.settings = settings;
        this.judge = new ContentJudge(roots, authorities);
        this.clock = clock;
        this.limits = limits;
        this.cache = new CertificateCache(settings.cache());
        this.until = clock.now().plus(settings.timeout());
    }

    /** One that fetches what is below AMD's roots, by the clock of this machine. */
    public static CertificateFetcher of(FetchSettings settings, Limits limits) {
        return new CertificateFetcher(settings, Roots.amd(), List.of(), FetchClock.system(), limits);
    }

    /**
     * Gets what a report lacks.
     *
     * @param requests as a verification names them: the certificate of a key, once for each generation that it may be
     *     of, chains and lists
     * @return one for the certificate of the key, one for each of the others; lists and chains of generations that the
     *     key turned out not to be of are left out, and so are all while that is not known
     * @throws CloisterException {@code fetch.proxy}, {@code files.…}, and {@code call.cancelled}
     */
    public List<Fetched> fetch(List<KdsRequest> requests) {
        List<KdsRequest> keys = requests.stream()
                .filter(one -> one.subject() == KdsSubject.CHIP_CERTIFICATE)
                .toList();
        List<Fetched> all = new ArrayList<>();
        boolean open = keys.size() > 1;
        Optional<Fetched> key = keys.isEmpty() ? Optional.empty() : Optional.of(any(keys));
        key.ifPresent(all::add);
        for (KdsRequest request : requests) {
            boolean wanted = !open
                    || key.filter(one -> one.found() && one.request().generation() == request.generation())
                            .isPresent();
            if (request.subject() != KdsSubject.CHIP_CERTIFICATE && wanted) {
                all.add(any(List.of(request)));
            }
        }
        return all;
    }

    /**
     * Gets one thing.
     *
     * @param alternatives at least one; the first that can be obtained is taken
     * @throws CloisterException as of {@link #fetch}
     */
    public Fetched any(List<KdsRequest> alternatives) {
        Optional<Fetched> kept = kept(alternatives);
        if (kept.filter(this::fresh).isPresent()) {
            return kept.get();
        }
        if (settings.offline()) {
            return kept.orElseGet(() -> Fetched.missing(
                    alternatives.get(0), "it is not in the cache " + settings.cache(), Optional.empty()));
        }
        try (FolderLock lock = cache.lock(clock, until, limits)) {
            // Whoever had the lock may have fetched it
            Optional<Fetched> now = kept(alternatives);
            return now.filter(this::fresh).orElseGet(() -> asked(alternatives, now));
        } catch (CloisterException e) {
            if (!e.problem().code().equals(OwnerCodes.FETCH_BUSY)) {
                throw e;
            }
            return instead(
                    kept, Fetched.missing(alternatives.get(0), e.problem().toString(), Optional.empty()));
        }
    }

    private Optional<Fetched> kept(List<KdsRequest> alternatives) {
        for (KdsRequest request : alternatives) {
            Optional<Bytes> content = cache.read(request);
            if (content.isPresent()
                    && judge.fault(request, content.get(), clock.now()).isEmpty()) {
                return Optional.of(Fetched.of(request, Fetched.Source.CACHE, content.get()));
            }
        }
        return Optional.empty();
    }

    private boolean fresh(Fetched kept) {
        return !list(kept.request())
                || cache.asked(kept.request())
                        .map(then -> Duration.between(then, clock.now()))
                        .filter(age -> !age.isNegative() && age.compareTo(LIST_AGE) < 0)
                        .isPresent();
    }

    private Fetched asked(List<KdsRequest> alternatives, Optional<Fetched> kept) {
        if (kept.isEmpty()) {
            // Whatever lies there was refused
            alternatives.forEach(cache::remove);
        }
        Fetched answer = requester().ask(alternatives, until);
        if (!answer.found()) {
            return instead(kept, answer);
        }
        if (kept.isPresent() && list(answer.request()) && ContentJudge.older(crl(answer), crl(kept.get()))) {
            return kept.get().noting("the service answers with an older list, which is refused", Optional.empty());
        }
        cache.write(answer.request(), answer.content(), clock.now());
        return answer;
    }

    /** A list that is due to be asked for is good until its own end. */
    private static Fetched instead(Optional<Fetched> kept, Fetched answer) {
        return kept.map(one -> one.noting("no newer one was to be had: " + answer.note(), answer.again()))
                .orElse(answer);
    }

    private static boolean list(KdsRequest request) {
        return request.subject() == KdsSubject.CHIP_REVOCATIONS || request.subject() == KdsSubject.LOADED_REVOCATIONS;
    }

    private static AmdCrl crl(Fetched list) {
        return list.certificates().crls().get(0);
    }

    /** Made when the network is needed first, as Java's client takes its time to load. */
    private Requester requester() {
        if (requester == null) {
            Pacing pacing = new Pacing(cache, settings.mirror().map(URI::toString));
            CertificateService service = settings.folder()
                    .<CertificateService>map(FolderKeyService::new)
                    .orElseGet(() -> new HttpKeyService(settings, clock));
            requester = new Requester(service, pacing, judge, clock, limits);
        }
        return requester;
    }
}
