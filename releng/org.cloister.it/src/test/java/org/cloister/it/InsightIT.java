// SPDX-License-Identifier: Apache-2.0
package org.cloister.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.lang.ref.WeakReference;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.Hashtable;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import javax.management.openmbean.TabularData;
import org.apache.felix.hc.api.HealthCheck;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;
import org.slf4j.Logger;
import org.slf4j.impl.StaticLoggerBinder;

/** Events, counters and health checks of a platform that launches. */
class InsightIT {
    private static final long PATIENCE_SECONDS = 30;

    private static Installed installed;
    private static BundleContext context;

    @BeforeAll
    static void start() throws Exception {
        installed = Installed.started(InsightIT.class);
        context = installed.context();
    }

    @AfterAll
    static void stop() throws Exception {
        installed.close();
    }

    private static void launch(String type) throws Exception {
        new Commands(context).run("launch", "--type", type, "--platform", "emulated");
    }

    @Test
    void swapsAreEvents() throws Exception {
        BlockingQueue<Map<String, Object>> events = listen("org/cloister/backend/*");
        Path shipped = Path.of(System.getProperty("bundles"), "org.cloister.snp.jar");
        new Commands(context).run("swap", "sev-snp", shipped.toAbsolutePath().toString());
        assertThat(next(events))
                .containsEntry("event.topics", "org/cloister/backend/SWAPPED")
                .containsEntry("guest.type", "sev-snp");
    }

    @Test
    void launchesAreEvents() throws Exception {
        BlockingQueue<Map<String, Object>> events = listen("org/cloister/guest/*");
        launch("sev-snp");
        assertThat(next(events))
                .containsEntry("event.topics", "org/cloister/guest/MEASURED")
                .containsKey("measurement");
        assertThat(next(events))
                .containsEntry("event.topics", "org/cloister/guest/LAUNCHED")
                .containsEntry("guest.type", "sev-snp")
                .containsEntry("trust", "emulated");
        launch("sev-smp");
        assertThat(next(events))
                .containsEntry("event.topics", "org/cloister/guest/FAILED")
                .containsEntry("code", "type.unknown");
    }

    private static Map<String, Object> next(BlockingQueue<Map<String, Object>> events) throws InterruptedException {
        Map<String, Object> event = events.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        assertThat(event).as("an event").isNotNull();
        return event;
    }

    /** The handler is of the bundles' class EventHandler, which is not the one of this class path. */
    private static BlockingQueue<Map<String, Object>> listen(String topics) throws Exception {
        BlockingQueue<Map<String, Object>> heard = new LinkedBlockingQueue<>();
        Bundle admin = installed.bundle("org.apache.felix.eventadmin");
        Class<?> type = admin.loadClass("org.osgi.service.event.EventHandler");
        InvocationHandler handler = (proxy, method, arguments) -> {
            if (method.getName().equals("handleEvent")) {
                heard.add(properties(arguments[0]));
                return null;
            }
            return method.getName().equals("equals") ? proxy == arguments[0] : (Object) System.identityHashCode(proxy);
        };
        admin.getBundleContext()
                .registerService(
                        type.getName(),
                        Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler),
                        new Hashtable<>(Map.of("event.topics", new String[] {topics})));
        return heard;
    }

    private static Map<String, Object> properties(Object event) throws ReflectiveOperationException {
        Map<String, Object> properties = new java.util.HashMap<>();
        for (String name :
                (String[]) event.getClass().getMethod("getPropertyNames").invoke(event)) {
            properties.put(
                    name,
                    event.getClass().getMethod("getProperty", String.class).invoke(event, name));
        }
        return properties;
    }

    private static ObjectName counters() throws Exception {
        return new ObjectName("org.cloister:type=Counters,framework=" + context.getProperty(Constants.FRAMEWORK_UUID));
    }

    @Test
    void launchesAreCounted() throws Exception {
        MBeanServer server = ManagementFactory.getPlatformMBeanServer();
        long launches = (Long) server.getAttribute(counters(), "Launches");
        long failures = (Long) server.getAttribute(counters(), "Failures");
        launch("sev-snp");
        launch("sev-snp");
        launch("sev-smp");
        assertThat(server.getAttribute(counters(), "Launches")).isEqualTo(launches + 2);
        assertThat(server.getAttribute(counters(), "Failures")).isEqualTo(failures + 1);
        TabularData causes = (TabularData) server.getAttribute(counters(), "FailuresByCause");
        assertThat(causes.containsKey(new Object[] {"type.unknown"})).isTrue();
    }

    @Test
    void healthIsCheckedWhereHealthChecksAreInstalled() throws Exception {
        Bundle logging = jarOf(Logger.class);
        Bundle binding = jarOf(StaticLoggerBinder.class);
        Bundle api = jarOf(HealthCheck.class);
        for (Bundle bundle : new Bundle[] {logging, binding, api}) {
            bundle.start();
        }
        refresh(insight());
        ServiceReference<?>[] checks =
                context.getAllServiceReferences(HealthCheck.class.getName(), "(hc.tags=cloister)");
        assertThat(checks).hasSize(5).allSatisfy(check -> {
            Object service = context.getService(check);
            Object result = service.getClass().getMethod("execute").invoke(service);
            String status =
                    String.valueOf(result.getClass().getMethod("getStatus").invoke(result));
            assertThat(status).as(result.toString()).isIn("OK", "WARN");
        });
    }

    private static Bundle insight() {
        return context.getBundle(Installed.jar("org.cloister.insight").toUri().toString());
    }

    private static Bundle jarOf(Class<?> type) throws Exception {
        Path jar =
                Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
        return context.installBundle(jar.toUri().toString());
    }

    /** Imports that are optional are wired when a bundle is resolved, and not later. */
    private static void refresh(Bundle bundle) throws Exception {
        bundle.stop();
        bundle.update(Installed.jar(bundle.getSymbolicName()).toUri().toURL().openStream());
        bundle.start();
    }

    @Test
    void nothingIsLeftOfTheBundleInTheServerOfJmx() throws Exception {
        WeakReference<Object> loader = uninstalledLoader();
        assertThat(ManagementFactory.getPlatformMBeanServer().isRegistered(counters()))
                .isFalse();
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (loader.get() != null && System.nanoTime() < end) {
            System.gc();
        }
        assertThat(loader.get()).as("class loader of the bundle").isNull();
        context.installBundle(Installed.jar("org.cloister.insight").toUri().toString())
                .start();
    }

    private static WeakReference<Object> uninstalledLoader() throws Exception {
        Bundle bundle = insight();
        launch("sev-snp");
        WeakReference<Object> loader = new WeakReference<>(
                bundle.loadClass("org.cloister.insight.Counters").getClassLoader());
        bundle.uninstall();
        return loader;
    }
}
