// More contrast than any theme, kept on this phone and on all its pages for members.

export const inTheSun = () => localStorage.getItem("sun") === "1";
export const shine = () => document.documentElement.toggleAttribute("data-sun", inTheSun());

shine();
