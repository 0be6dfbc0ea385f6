/** The platform itself. Found as a service. */
package com.example.registervm.internal;
