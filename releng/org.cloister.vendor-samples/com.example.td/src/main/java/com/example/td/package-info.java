/** The guest type td. Found as a service; nothing is exported. */
package com.example.td;
