import { initAll } from "./compiled/nhsuk-frontend.min.js"
initAll()
