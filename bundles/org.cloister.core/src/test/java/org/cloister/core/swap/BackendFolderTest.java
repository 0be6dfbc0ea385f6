// SPDX-License-Identifier: Apache-2.0
package org.cloister.core.swap;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.cloister.api.operate.Diagnosis;
import org.cloister.api.operate.Diagnosis.Level;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.BundleContext;

class BackendFolderTest {
    @TempDir
    Path folder;

    private static <T> T stub(Class<T> type, InvocationHandler answers) {
        return type.cast(
                Proxy.newProxyInstance(BackendFolderTest.class.getClassLoader(), new Class<?>[] {type}, answers));
    }

    private static List<Diagnosis> findings(String configured) {
        BundleContext context = stub(BundleContext.class, (proxy, method, arguments) -> null);
        BackendFolderConfiguration configuration = stub(
                BackendFolderConfiguration.class,
                (proxy, method, arguments) ->
                        method.getName().equals("folder") ? configured : method.getDefaultValue());
        BackendFolder watching = new BackendFolder(context, configuration, null);
        try {
            return watching.findings();
        } finally {
            watching.close();
        }
    }

    @Test
    void aConfiguredFolderThatIsNotThereIsToldAndNotMade() {
        Path missing = folder.resolve("no/such/place");
        assertThat(findings(missing.toString())).singleElement().satisfies(found -> {
            assertThat(found.level()).isEqualTo(Level.WARN);
            assertThat(found.subject()).isEqualTo("settings org.cloister.core.backends");
            assertThat(found.summary()).contains(missing.toString(), "not there");
            assertThat(found.remedy()).contains("mkdir -m 0700 " + missing, "org.cloister.core.backends");
        });
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void aFileInPlaceOfTheFolderIsTold() throws Exception {
        Path file = Files.createFile(folder.resolve("file"));
        assertThat(findings(file.toString())).singleElement().satisfies(found -> {
            assertThat(found.summary()).contains(file.toString(), "expected a folder");
            assertThat(found.remedy()).isNotEmpty();
        });
    }

    @Test
    void whereNoneIsNamedNothingIsWrong() {
        assertThat(findings("")).isEmpty();
    }
}
