// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.secrets;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.management.MBeanServer;
import javax.management.MalformedObjectNameException;
import javax.management.ObjectName;

/**
 * Everything that is on the heap, objects that nobody reaches any more included. Numbers have their highest byte first
 * in it, so that words of a key are found like its bytes.
 */
final class HeapDump {
    private static final String DIAGNOSTIC = "com.sun.management:type=HotSpotDiagnostic";

    private final byte[] content;

    private HeapDump(byte[] content) {
        this.content = content;
    }

    /** Whether this Java can write one. */
    static boolean possible() {
        return ManagementFactory.getPlatformMBeanServer().isRegistered(diagnostic());
    }

    /** Writes one of this process. */
    static void write(Path file) {
        MBeanServer server = ManagementFactory.getPlatformMBeanServer();
        try {
            server.invoke(diagnostic(), "dumpHeap", new Object[] {file.toString(), false}, new String[] {
                String.class.getName(), boolean.class.getName()
            });
        } catch (javax.management.JMException e) {
            throw new IllegalStateException(e);
        }
    }

    static HeapDump read(Path file) throws IOException {
        return new HeapDump(Files.readAllBytes(file));
    }

    /** How often some bytes are in it. */
    int count(byte[] wanted) {
        int found = 0;
        for (int at = 0; at <= content.length - wanted.length; at++) {
            if (content[at] == wanted[0] && content[at + 1] == wanted[1] && matches(at, wanted)) {
                found++;
            }
        }
        return found;
    }

    private boolean matches(int at, byte[] wanted) {
        return java.util.Arrays.equals(content, at, at + wanted.length, wanted, 0, wanted.length);
    }

    private static ObjectName diagnostic() {
        try {
            return new ObjectName(DIAGNOSTIC);
        } catch (MalformedObjectNameException e) {
            throw new IllegalStateException(e);
        }
    }
}
