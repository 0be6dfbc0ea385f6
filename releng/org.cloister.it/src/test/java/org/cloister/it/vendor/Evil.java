// SPDX-License-Identifier: Apache-2.0
package org.cloister.it.vendor;

import java.util.Dictionary;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.cloister.api.guest.ConfidentialGuestSupport;
import org.cloister.api.operate.PlatformListener;
import org.cloister.api.platform.Vmm;
import org.cloister.testing.WayToFail;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceFactory;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.ServiceRegistration;

/**
 * Registers a guest type and a platform, a backend of SEV-SNP, or a listener, of which one method fails in one way. All
 * of it is said by headers of its manifest, and a {@link Runnable} service may be done there instead. It notifies the
 * outside by latches, which are services as well.
 */
public final class Evil implements BundleActivator {
    /**
     * What it is, one or several of {@code type}, {@code platform}, {@code backend}, {@code listener} and
     * {@code component}.
     */
    public static final String AS = "Evil-As";

    /** The method that fails; {@code getService} is none of the interface's. */
    public static final String METHOD = "Evil-Method";

    /** The name of a {@link WayToFail}. */
    public static final String WAY = "Evil-Way";

    /** How often the method works before it fails. */
    public static final String AFTER = "Evil-After";

    /** The guest type's strength. */
    public static final String STRENGTH = "Evil-Strength";

    /** What it imports. */
    public static final String IMPORTS = "org.cloister.api,org.cloister.api.guest,org.cloister.api.memory,"
            + "org.cloister.api.operate,org.cloister.api.platform,org.osgi.framework";

    /** The ranking of a backend. */
    public static final int RANKING = 999;

    private static volatile Strikes strikes;

    /** Where it fails. */
    static Strikes strikes() {
        return strikes;
    }

    /** The classes that it consists of. */
    public static List<Class<?>> parts() {
        return List.of(Evil.class, EvilType.class, EvilPlatform.class, Strikes.class);
    }

    @Override
    public void start(BundleContext context) throws Exception {
        Dictionary<String, String> headers = context.getBundle().getHeaders();
        Optional<Runnable> instead = context.getServiceReferences(Runnable.class, "(evil=instead)").stream()
                .findFirst()
                .map(context::getService);
        strikes = new Strikes(
                headers.get(METHOD),
                WayToFail.valueOf(headers.get(WAY)),
                Integer.parseInt(headers.get(AFTER)),
                instead);
        announce(context, "struck", strikes.struck());
        announce(context, "released", strikes.released());
        for (String role : headers.get(AS).split(" ")) {
            register(context, role, Integer.parseInt(headers.get(STRENGTH)));
        }
    }

    private static void register(BundleContext context, String role, int strength) throws Exception {
        switch (role) {
            case "platform" -> {
                Vmm softsev = service(context, Vmm.class, "org.cloister.softsev");
                register(context, Vmm.class, new EvilPlatform(strikes, softsev).platform(), 0);
            }
            case "type" ->
                register(
                        context,
                        ConfidentialGuestSupport.class,
                        type(context, strength).type(),
                        0);
            case "backend" -> {
                ConfidentialGuestSupport backend = type(context, strength).successor();
                register(context, ConfidentialGuestSupport.class, backend, RANKING);
            }
            case "listener" -> {
                PlatformListener listener = strikes.proxy(PlatformListener.class, (called, arguments) -> null);
                register(context, PlatformListener.class, listener, 0);
            }
            case "component" -> {
                // Declarative Services register it
            }
            default -> throw new IllegalArgumentException(role);
        }
    }

    private static void announce(BundleContext context, String name, CountDownLatch latch) {
        context.registerService(CountDownLatch.class, latch, new Hashtable<>(Map.of("evil", name)));
    }

    private static EvilType type(BundleContext context, int strength) throws Exception {
        ConfidentialGuestSupport snp = service(context, ConfidentialGuestSupport.class, "org.cloister.snp");
        return new EvilType(strikes, snp, strength);
    }

    private static <S> S service(BundleContext context, Class<S> type, String bundle) throws Exception {
        for (ServiceReference<S> reference : context.getServiceReferences(type, null)) {
            if (reference.getBundle().getSymbolicName().equals(bundle)) {
                return context.getService(reference);
            }
        }
        throw new IllegalStateException("no " + type.getSimpleName() + " of " + bundle);
    }

    private static <S> void register(BundleContext context, Class<S> type, S service, int ranking) {
        ServiceFactory<S> factory = new ServiceFactory<>() {
            @Override
            public S getService(Bundle bundle, ServiceRegistration<S> registration) {
                return strikes.at("getService") ? null : service;
            }

            @Override
            public void ungetService(Bundle bundle, ServiceRegistration<S> registration, S given) {}
        };
        context.registerService(type, factory, new Hashtable<>(Map.of(Constants.SERVICE_RANKING, ranking)));
    }

    @Override
    public void stop(BundleContext context) {}
}
