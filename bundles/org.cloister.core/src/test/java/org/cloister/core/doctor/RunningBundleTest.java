// SPDX-License-Identifier: Apache-2.0
package org.cloister.core.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.Constants;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.launch.FrameworkFactory;

class RunningBundleTest {
    @TempDir
    private Path storage;

    private Framework framework;

    @BeforeEach
    void start() throws Exception {
        FrameworkFactory factory =
                ServiceLoader.load(FrameworkFactory.class).findFirst().orElseThrow();
        framework = factory.newFramework(Map.of(Constants.FRAMEWORK_STORAGE, storage.toString()));
        framework.start();
    }

    @AfterEach
    void stop() throws Exception {
        framework.stop();
        framework.waitForStop(10_000);
    }

    @Test
    void anActiveOneRuns() throws Exception {
        Bundle bundle = installed("");
        assertThat(RunningBundle.is(bundle)).isFalse();
        bundle.start();
        assertThat(RunningBundle.is(bundle)).isTrue();
        bundle.stop();
        assertThat(RunningBundle.is(bundle)).isFalse();
    }

    @Test
    void oneThatWaitsForItsFirstClassRuns() throws Exception {
        Bundle bundle = installed(Constants.ACTIVATION_LAZY);
        bundle.start(Bundle.START_ACTIVATION_POLICY);
        assertThat(bundle.getState()).isEqualTo(Bundle.STARTING);
        assertThat(RunningBundle.is(bundle)).isTrue();
        bundle.stop();
        assertThat(RunningBundle.is(bundle)).isFalse();
    }

    private Bundle installed(String policy) throws Exception {
        Manifest manifest = new Manifest();
        Attributes headers = manifest.getMainAttributes();
        headers.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        headers.putValue(Constants.BUNDLE_MANIFESTVERSION, "2");
        headers.putValue(Constants.BUNDLE_SYMBOLICNAME, "mine");
        if (!policy.isEmpty()) {
            headers.putValue(Constants.BUNDLE_ACTIVATIONPOLICY, policy);
        }
        return framework.getBundleContext().installBundle("mine", jar(manifest));
    }

    private static InputStream jar(Manifest manifest) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        new JarOutputStream(bytes, manifest).close();
        return new ByteArrayInputStream(bytes.toByteArray());
    }
}
