// SPDX-License-Identifier: Apache-2.0
package org.cloister.core.guard;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.util.concurrent.Callable;
import java.util.stream.Stream;

/**
 * A channel of a machine's: a guest type that uses it is not to blame for what it throws, nor for its not coming back.
 * What is not a public interface, as a vendor may agree upon between its own bundles, is handed out as it is.
 */
final class GuardedChannel implements InvocationHandler {
    private final Object channel;
    private final String kind;
    private final Vendor vendor;
    private final GuardedCalls calls;

    private GuardedChannel(Object channel, String kind, Vendor vendor, GuardedCalls calls) {
        this.channel = channel;
        this.kind = kind;
        this.vendor = vendor;
        this.calls = calls;
    }

    /** The channel as a guest type gets it. */
    static <T> T of(Class<T> kind, T channel, Vendor vendor, GuardedCalls calls) {
        if (!kind.isInterface() || kind.isSealed() || !Modifier.isPublic(kind.getModifiers())) {
            return channel;
        }
        InvocationHandler handler = new GuardedChannel(channel, kind.getSimpleName(), vendor, calls);
        return kind.cast(Proxy.newProxyInstance(kind.getClassLoader(), new Class<?>[] {kind}, handler));
    }

    @Override
    public Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
        if (method.getName().equals("equals") && method.getDeclaringClass() == Object.class) {
            return proxy == arguments[0];
        }
        VendorCall call = new VendorCall(vendor, kind + "." + method.getName());
        Object answer = calls.made(call, (Callable<Object>) () -> answer(method, arguments));
        if (answer instanceof Declared declared) {
            throw declared.thrown();
        }
        return answer;
    }

    /** What a method says that it throws, which its caller has to know. */
    private record Declared(Throwable thrown) {}

    private Object answer(Method method, Object[] arguments) throws Exception {
        try {
            return method.invoke(channel, arguments);
        } catch (InvocationTargetException e) {
            Throwable thrown = e.getCause();
            if (Stream.of(method.getExceptionTypes()).anyMatch(type -> type.isInstance(thrown))) {
                return new Declared(thrown);
            }
            if (thrown instanceof Error error) {
                throw error;
            }
            throw thrown instanceof Exception exception ? exception : e;
        }
    }
}
