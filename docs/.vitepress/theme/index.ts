import theme from "vitepress/theme-without-fonts";
import "./style.css";
import "./diagram.css";

export default theme;
