// SPDX-License-Identifier: Apache-2.0
package org.cloister.core.guard;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What stands before a vendor's object answers as that does: a default of the interface would answer in its place. */
class EveryMethodGuardedTest {
    @ParameterizedTest
    @ValueSource(
            classes = {
                GuardedExecutor.class,
                GuardedHolder.class,
                GuardedMemory.class,
                GuardedRules.class,
                GuardedView.class
            })
    void noDefaultOfTheInterfaceAnswers(Class<?> guarded) {
        List<String> defaults = Arrays.stream(guarded.getMethods())
                .filter(method -> method.getDeclaringClass().isInterface())
                .filter(method -> !Modifier.isStatic(method.getModifiers()))
                .map(Method::getName)
                .toList();
        assertThat(defaults).isEmpty();
    }
}
