// SPDX-License-Identifier: Apache-2.0
package org.cloister.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.ToIntFunction;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.hooks.service.ListenerHook;

/** Commands in a real framework. */
class CommandServiceTest {
    private static final int COMMANDS = 1_000;

    @TempDir
    Path folder;

    private final AtomicInteger listeners = new AtomicInteger();

    @Test
    void howManyCommandsThereWereIsNotToBeSeen() throws Exception {
        try (EmbeddedFramework framework =
                        EmbeddedFramework.start(Map.of("felix.log.level", "0"), List.of(), folder, jar -> true);
                CommandService commands = CommandService.in(framework)) {
            BundleContext context = context(framework);
            ToIntFunction<Map<String, Object>> entry = call -> 42;
            Bundle owner = context.registerService(
                            ToIntFunction.class, entry, new Hashtable<>(Map.of("cloister.entry", "main")))
                    .getReference()
                    .getBundle();
            context.registerService(ListenerHook.class, new Counting(), new Hashtable<>());
            assertThat(commands.run(call())).isEqualTo(42);
            int before = listeners.get();

            for (int i = 0; i < COMMANDS; i++) {
                commands.run(call());
            }

            assertThat(before).isPositive();
            assertThat(listeners).hasValue(before);
            assertThat(owner.getRegisteredServices()[0].getUsingBundles()).hasSize(1);
        }
    }

    private BundleContext context(EmbeddedFramework framework) throws Exception {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().putValue("Bundle-ManifestVersion", "2");
        manifest.getMainAttributes().putValue("Bundle-SymbolicName", "commands");
        Path jar = folder.resolve("commands.jar");
        try (OutputStream out = Files.newOutputStream(jar);
                JarOutputStream entries = new JarOutputStream(out, manifest)) {
            entries.flush();
        }
        List<Bundle> bundles = framework.install(List.of(jar));
        framework.start(bundles);
        return bundles.get(0).getBundleContext();
    }

    private static Call call() {
        return new Call(
                List.of("list"),
                Optional.empty(),
                InputStream.nullInputStream(),
                System.err,
                System.err,
                false,
                new CompletableFuture<Void>());
    }

    /** Is notified of all that are there, and then of each that comes and goes. */
    private final class Counting implements ListenerHook {
        @Override
        public void added(Collection<ListenerInfo> more) {
            listeners.addAndGet(more.size());
        }

        @Override
        public void removed(Collection<ListenerInfo> fewer) {
            listeners.addAndGet(-fewer.size());
        }
    }
}
