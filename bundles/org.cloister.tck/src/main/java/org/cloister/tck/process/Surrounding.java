// SPDX-License-Identifier: Apache-2.0
package org.cloister.tck.process;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.cloister.api.GuestType;
import org.cloister.api.Trust;
import org.cloister.api.guest.Canary;
import org.cloister.api.guest.ConfidentialGuestSupport;
import org.cloister.api.guest.GuestRequest;
import org.cloister.api.platform.PlatformUsage;
import org.cloister.api.platform.SecureProcessor;
import org.cloister.api.platform.Vmm;
import org.cloister.tck.GuestTypeKit;
import org.cloister.tck.PlatformKit;
import org.cloister.tck.check.VendorCalls;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;

/** What is installed around a bundle under test: platforms for its guest type, guest types for its platform. */
final class Surrounding {
    private final BundleContext context;
    private final Bundle bundle;
    private final Duration limit;
    private final VendorCalls calls;

    Surrounding(BundleContext context, Bundle bundle, Duration limit) {
        this.context = context;
        this.bundle = bundle;
        this.limit = limit;
        calls = new VendorCalls(limit);
    }

    /** A name that a vendor gives; {@code ?} when asking fails, for which there is a check. */
    String name(Callable<String> question) {
        return answer(question).orElse("?");
    }

    GuestTypeKit kit(ConfidentialGuestSupport support) {
        Optional<GuestType> type = answer(support::type);
        List<ConfidentialGuestSupport> others = others(ConfidentialGuestSupport.class)
                .filter(other -> answer(other::type).equals(type))
                .toList();
        Optional<GuestRequest> request = canary(support).map(Canary::request).or(() -> borrowed(support));
        Optional<Vmm> platform =
                canary(support).flatMap(canary -> named(canary.vmm())).or(() -> type.flatMap(this::carrier));
        return new GuestTypeKit(support, platform, request, others, limit);
    }

    PlatformKit kit(Vmm vmm) {
        String name = name(vmm::name);
        Optional<ConfidentialGuestSupport> guest = others(ConfidentialGuestSupport.class)
                .filter(type ->
                        canary(type).filter(canary -> canary.vmm().equals(name)).isPresent())
                .findFirst();
        Optional<PlatformUsage> usage = all(SecureProcessor.class)
                .filter(processor -> name(processor::platform).equals(name))
                .flatMap(processor -> answer(() -> processor.adapt(PlatformUsage.class)).flatMap(one -> one).stream())
                .findFirst();
        return new PlatformKit(vmm, guest, Optional.empty(), usage, limit);
    }

    private Optional<Canary> canary(ConfidentialGuestSupport support) {
        return answer(support::canary).flatMap(canary -> canary);
    }

    /** The canary's request of another type that this one plans too. */
    private Optional<GuestRequest> borrowed(ConfidentialGuestSupport support) {
        return others(ConfidentialGuestSupport.class)
                .flatMap(other -> canary(other).stream())
                .map(Canary::request)
                .filter(request -> answer(() -> support.plan(request)).isPresent())
                .findFirst();
    }

    private Optional<Vmm> named(String vmm) {
        return all(Vmm.class).filter(one -> name(one::name).equals(vmm)).findFirst();
    }

    /** None of hardware: a kit changes no host. */
    private Optional<Vmm> carrier(GuestType type) {
        return all(Vmm.class)
                .filter(one -> answer(one::facts)
                        .filter(facts -> facts.trust() == Trust.EMULATED && facts.offers(type.name()))
                        .isPresent())
                .findFirst();
    }

    private <T> Optional<T> answer(Callable<T> question) {
        try {
            return Optional.of(calls.ask("a question", question));
        } catch (RuntimeException e) {
            return Optional.empty();
        }
    }

    private <S> Stream<S> all(Class<S> service) {
        return references(service).map(context::getService);
    }

    private <S> Stream<S> others(Class<S> service) {
        return references(service)
                .filter(one -> !bundle.equals(one.getBundle()))
                .map(context::getService);
    }

    private <S> Stream<ServiceReference<S>> references(Class<S> service) {
        try {
            return context.getServiceReferences(service, null).stream();
        } catch (InvalidSyntaxException e) {
            throw new IllegalStateException("there is no filter", e);
        }
    }
}
